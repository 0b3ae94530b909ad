package dev.downshift.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry: {@code downshift read|...}. */
@Command(
        name = "downshift",
        description = "Finds the repeated work in LLM-agent traces, on files of this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ReadCommand.class})
public final class Downshift {

    private Downshift() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Downshift()).setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    /** A failure in words. A reader that has seen enough ({@code | head}) is no failure to speak of. */
    private static int failed(Exception failure, CommandLine command) {
        var outputClosed = failure.toString().contains("Broken pipe");
        if (!outputClosed) {
            command.getErr().println("downshift: " + (failure.getMessage() == null ? failure : failure.getMessage()));
        }
        return outputClosed ? 0 : 1;
    }
}
