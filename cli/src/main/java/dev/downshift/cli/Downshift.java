package dev.downshift.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry: {@code downshift read|...}. */
@Command(
        name = "downshift",
        description = "Finds the repeated work in LLM-agent traces, on files of this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ReadCommand.class, RedactCommand.class, DiscoverCommand.class})
public final class Downshift {

    /** Tells on each Parquet file which instructions of the processor it uses. Held here, for loggers are held weakly. */
    private static final Logger PARQUET = Logger.getLogger("dev.hardwood");

    private Downshift() {}

    public static void main(String[] arguments) {
        PARQUET.setLevel(Level.WARNING);
        PrintWriter out = new PrintWriter(new StandardOutput(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        System.exit(commandLine().setOut(out).execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Downshift()).setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    /** A failure in words. A reader that has seen enough ({@code | head}) is no failure to speak of; only the system's words tell it from others. */
    private static int failed(Exception failure, CommandLine command) {
        boolean outputClosed = (failure instanceof IOException || failure instanceof UncheckedIOException) && words(failure).endsWith("Broken pipe");
        if (!outputClosed) {
            command.getErr().println("downshift: " + words(failure));
        }
        return outputClosed ? 0 : 1;
    }

    private static String words(Exception failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file or folder";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
