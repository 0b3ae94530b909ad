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
        return new CommandLine(new Downshift());
    }
}
