package dev.rostrum.cli;

import dev.rostrum.announce.Announcements;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Problem;
import dev.rostrum.words.Counts;
import picocli.CommandLine.Option;

/** The last question before something goes out. */
final class Confirmation {
    @Option(names = "--yes", descriptionKey = "confirmation.yes")
    private boolean yes;

    @Option(
            names = "--expect",
            paramLabel = "N",
            converter = Counted.Recipients.class,
            descriptionKey = "confirmation.expect")
    private Long expected;

    /**
     * What is asked.
     *
     * @param count how many it concerns
     * @param one what is counted, in the singular
     * @param many and in the plural
     * @param doing what is about to be done, before "on CONNECTION?"
     * @param undone what is said where it is not done, without a full stop
     * @param typed whether the number is typed however small it is; {@code --yes} alone is then no answer
     */
    record Question(long count, String one, String many, String doing, String undone, boolean typed) {
        /** What a job does. */
        static Question of(JobKind kind, long count) {
            return switch (kind) {
                case SEND ->
                    new Question(
                            count,
                            "recipient",
                            "recipients",
                            "Send to " + Counts.people(count),
                            "Nothing was sent",
                            false);
                case RESEND ->
                    new Question(
                            count,
                            "recipient",
                            "recipients",
                            "Send again to " + Counts.people(count),
                            "Nothing was sent",
                            false);
                case EDIT ->
                    new Question(
                            count, "message", "messages", "Change " + messages(count), "Nothing was changed", false);
                case RECALL ->
                    new Question(
                            count,
                            "message",
                            "messages",
                            "Take back " + messages(count),
                            "Nothing was taken back",
                            true);
            };
        }

        private static String messages(long count) {
            return Words.count(count, "message", "messages");
        }
    }

    /** As the longer form, before a message goes out. */
    boolean given(Terminal terminal, Connection connection, long recipients) {
        return given(terminal, connection, Question.of(JobKind.SEND, recipients));
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
            throw Problem.wrongUse(question.undone() + ": without a terminal nobody can confirm. Add --expect "
                    + question.count()
                    + (question.typed()
                            ? "; --yes alone does not answer this."
                            : " to confirm exactly so many, or --yes."));
        }
        String where = question.doing() + " on " + Words.connection(connection) + "?";
        if (question.typed() || question.count() > Announcements.TYPED_ABOVE) {
            String what = question.many().equals("recipients") ? "people" : question.many();
            boolean agreed = typed(terminal, where + " Type the number of " + what + " to confirm:", question.count());
            if (!agreed) {
                terminal.note(question.undone() + ".");
            }
            return agreed;
        }
        return agreed(terminal, where, question.undone());
    }

    /**
     * Asks a question that y or yes agrees to.
     *
     * @param undone what is said where it is not agreed to, without a full stop
     */
    static boolean agreed(Terminal terminal, String question, String undone) {
        String typed = terminal.ask(question + " [y/N]");
        boolean agreed = typed != null
                && (typed.strip().equalsIgnoreCase("y") || typed.strip().equalsIgnoreCase("yes"));
        if (!agreed) {
            terminal.note(undone + ".");
        }
        return agreed;
    }

    /** @throws Problem when {@code --expect} has another number */
    void check(Question question) {
        if (expected != null && expected != question.count()) {
            throw Problem.wrongUse((question.count() == 1 ? "There is " : "There are ")
                    + Words.count(question.count(), question.one(), question.many()) + ", not "
                    + Counts.of(expected) + " as --expect says. " + question.undone() + ". Check "
                    + (question.one().equals("recipient") ? "the audience." : "what was chosen."));
        }
    }

    /** Whether exactly this number was typed. */
    static boolean typed(Terminal terminal, String question, long number) {
        String typed = terminal.ask(question);
        return typed != null && typed.strip().replace(",", "").equals(Long.toString(number));
    }
}
