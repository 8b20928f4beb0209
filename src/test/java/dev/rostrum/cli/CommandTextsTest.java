package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.AppPackage;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Each command and option says what it does, out of the bundle, and the bundle holds no command that is none. */
class CommandTextsTest {
    private final Texts texts = Texts.of(CommandLineRunner.class);
    private final Terminal terminal = Typed.piped("").terminal();

    private List<CommandSpec> commands() {
        NoSignals signals = new NoSignals();
        CommandLine line = new CommandLineRunner(options -> null, terminal, name -> null, signals)
                .commandLine(new CommandSession(options -> null, terminal, name -> null, signals));
        List<CommandSpec> all = new ArrayList<>();
        collect(line, all);
        return all;
    }

    private static void collect(CommandLine line, List<CommandSpec> all) {
        all.add(line.getCommandSpec());
        line.getSubcommands().values().forEach(below -> collect(below, all));
    }

    @Test
    void everythingSaysWhatItDoes() {
        List<String> silent = new ArrayList<>();
        for (CommandSpec command : commands()) {
            if (String.join("", command.usageMessage().description()).isBlank()) {
                silent.add(command.qualifiedName());
            }
            for (ArgSpec argument : command.args()) {
                if (!argument.hidden()
                        && String.join("", argument.description()).isBlank()) {
                    silent.add(command.qualifiedName() + " " + argument);
                }
            }
        }
        assertThat(silent).isEmpty();
        assertThat(commands()).hasSizeGreaterThan(30);
    }

    @Test
    void noTextIsOfACommandThatIsNone() {
        Set<String> names = new TreeSet<>();
        commands().forEach(command -> names.add(command.qualifiedName(".")));
        assertThat(texts.bundle().keySet().stream()
                        .filter(key -> key.startsWith("rostrum."))
                        .map(key -> key.substring(0, key.indexOf(".usage.")))
                        .filter(name -> !names.contains(name)))
                .isEmpty();
    }

    @Test
    void defaultsInTheTextsAreThoseOfTheProgram() {
        assertThat(texts.get("sandbox.folder")).contains(SandboxCommand.FOLDER + " in the data folder");
        assertThat(texts.get("appPackage.manifest-version")).contains("default: " + AppPackage.MANIFEST_VERSION);
        assertThat(texts.get("passphrase.passphrase-env")).contains(PassphraseOption.VARIABLE);
    }

    @Test
    void theHelpOfTheProgramHasItsExitStatus() {
        assertThat(commands().get(0).commandLine().getUsageMessage())
                .contains("Sends 1:1 announcements", "Exit status:", "3   finished, but some deliveries were refused");
    }
}
