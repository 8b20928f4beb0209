package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the help of a command. */
@Command(name = "help")
final class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", descriptionKey = "help.command")
    private List<String> words = List.of();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        CommandLine found = command.parent().commandLine();
        for (String word : words) {
            CommandLine below = found.getSubcommands().get(word);
            if (below == null) {
                throw Problem.wrongUse(
                        "input.noCommand", word, found.getCommandSpec().qualifiedName());
            }
            found = below;
        }
        found.usage(found.getOut());
        return ExitStatus.DONE;
    }
}
