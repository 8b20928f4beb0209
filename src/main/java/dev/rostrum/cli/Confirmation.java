package dev.rostrum.cli;

import dev.rostrum.announce.Planner;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The last question before something goes out. */
final class Confirmation {
    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "confirmation.yes")
    private boolean yes;

    @Option(
            names = "--expect",
            order = OptionOrder.CONFIRM,
            paramLabel = "N",
            converter = NumberConverters.Recipients.class,
            descriptionKey = "confirmation.expect")
    private Long expected;

    /**
     * What is asked.
     *
     * @param asked ends the key of the question
     * @param about ends the keys of what is said of its number and of what was not done
     * @param count how many it concerns
     * @param typed whether the number is typed however small it is; {@code --yes} alone is then no answer
     */
    record Question(String asked, String about, long count, boolean typed) {
        /** What a job does. */
        static Question of(JobKind kind, long count) {
            String asked = JsonRow.lower(kind);
            return new Question(asked, kind == JobKind.RESEND ? "send" : asked, count, kind == JobKind.RECALL);
        }

        /** The same on a connection with this mark. */
        Question on(ConnectionMark mark) {
            return mark.production() ? new Question(asked, about, count, true) : this;
        }

        private Reason undone() {
            return Reason.of("input.undone." + about);
        }
    }

    /**
     * Asks where nothing on the command line answers.
     *
     * @return false when the admin said no
     * @throws Problem when the number is not the expected one, or nobody can be asked
     */
    boolean given(Terminal terminal, Connection connection, Question question) {
        check(question);
        if (expected != null || (yes && !question.typed())) {
            return true;
        }
        if (!terminal.interactive()) {
            throw Problem.wrongUse(
                    question.typed() ? "input.noTerminal.number" : "input.noTerminal",
                    question.undone(),
                    question.count());
        }
        String asked = CommandTexts.get(
                "confirmation.ask." + question.asked(), question.count(), CommandTexts.connection(connection));
        if (question.typed() || question.count() > Planner.TYPED_ABOVE) {
            boolean agreed = typed(
                    terminal,
                    asked + " " + CommandTexts.get("confirmation.type." + question.about()),
                    question.count());
            if (!agreed) {
                terminal.note(Sentences.whole(question.undone()));
            }
            return agreed;
        }
        return agreed(terminal, asked, question.undone());
    }

    /**
     * Asks a question that y or yes agrees to.
     *
     * @param undone what is said where it is not agreed to
     */
    static boolean agreed(Terminal terminal, String question, Reason undone) {
        boolean agreed = yes(terminal, question);
        if (!agreed) {
            terminal.note(Sentences.whole(undone));
        }
        return agreed;
    }

    /** Does as {@link #agreed}, but says nothing of a no. */
    static boolean yes(Terminal terminal, String question) {
        String typed = terminal.ask(CommandTexts.get("confirmation.yesOrNo", question));
        return typed != null
                && Arrays.stream(CommandTexts.get("confirmation.agreed").split(" "))
                        .anyMatch(typed.strip()::equalsIgnoreCase);
    }

    /** @throws Problem when {@code --expect} has another number */
    void check(Question question) {
        if (expected != null && expected != question.count()) {
            throw Problem.wrongUse("input.expect." + question.about(), question.count(), expected, question.undone());
        }
    }

    /** Whether exactly this number was typed: bare, or as it is shown. */
    static boolean typed(Terminal terminal, String question, long number) {
        String typed = terminal.ask(question);
        return typed != null
                && List.of(Long.toString(number), Counts.of(number), String.format(Locale.ROOT, "%,d", number))
                        .contains(typed.strip());
    }
}
