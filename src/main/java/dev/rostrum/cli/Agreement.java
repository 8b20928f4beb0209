package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import picocli.CommandLine.Option;

/** The question before a data file is replaced. */
final class Agreement {
    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "agreement.yes")
    private boolean yes;

    /**
     * Asks where nothing on the command line answers.
     *
     * @param question what is about to be done
     * @return false when the admin said no, who is then told that nothing was changed
     * @throws Problem when nobody can be asked
     */
    boolean given(Terminal terminal, Reason question) {
        if (yes) {
            return true;
        }
        if (!terminal.interactive()) {
            throw Problem.wrongUse("backup.noTerminal", question);
        }
        return asked(terminal, question);
    }

    /** Asks a person who is there. */
    static boolean asked(Terminal terminal, Reason question) {
        return Confirmation.agreed(terminal, Sentences.of(question), Reason.of("backup.unchanged"));
    }
}
