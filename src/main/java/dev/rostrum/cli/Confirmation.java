package dev.rostrum.cli;

import dev.rostrum.announce.Announcements;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The last question before something goes out. */
final class Confirmation {
    @Option(names = "--yes", description = "Answer the confirmation; nothing else is skipped.")
    private boolean yes;

    @Option(
            names = "--expect",
            paramLabel = "N",
            converter = Recipients.class,
            description = "Refuse unless there are exactly N recipients; also answers the confirmation.")
    private Long expected;

    /**
     * Asks where nothing on the command line answers.
     *
     * @param recipients people that the message goes to
     * @return false when the admin said no
     * @throws Problem when the number is not the expected one, or nobody can be asked
     */
    boolean given(Terminal terminal, Connection connection, long recipients) {
        if (expected != null && expected != recipients) {
            throw Problem.wrongUse("There are " + Words.count(recipients, "recipient", "recipients") + ", not "
                    + Words.number(expected) + " as --expect says. Nothing was sent. Check the audience.");
        }
        if (yes || expected != null) {
            return true;
        }
        if (!terminal.interactive()) {
            throw Problem.wrongUse("Nothing was sent: without a terminal nobody can confirm. Add --expect " + recipients
                    + " to send to exactly so many, or --yes.");
        }
        String where = "Send to " + Words.people(recipients) + " on " + Words.connection(connection) + "?";
        boolean agreed;
        if (recipients > Announcements.TYPED_ABOVE) {
            String typed = terminal.ask(where + " Type the number of people to confirm:");
            agreed = typed != null && typed.strip().replace(",", "").equals(Long.toString(recipients));
        } else {
            String typed = terminal.ask(where + " [y/N]");
            agreed = typed != null
                    && (typed.strip().equalsIgnoreCase("y") || typed.strip().equalsIgnoreCase("yes"));
        }
        if (!agreed) {
            terminal.note("Nothing was sent.");
        }
        return agreed;
    }

    /** A number of people. */
    static final class Recipients implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                long number = Long.parseLong(value);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a number of recipients");
            }
            throw new TypeConversionException("it begins at 0");
        }
    }
}
