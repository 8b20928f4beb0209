package dev.rostrum.cli;

import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What is chosen for one sending beyond message and people. Each choice is off unless made. */
final class SendOptions {
    @Option(names = "--canary", paramLabel = "K", converter = Counted.Canary.class, descriptionKey = "send.canary")
    private Integer canary;

    @Option(names = "--rate", paramLabel = "R", converter = Counted.Rate.class, descriptionKey = "send.rate")
    private Double rate;

    @Option(names = "--retry-gateway", descriptionKey = "send.retry-gateway")
    private boolean retryGateway;

    @Option(names = "--include-outsiders", descriptionKey = "send.include-outsiders")
    private boolean outsiders;

    @Option(names = "--include-unknown", descriptionKey = "send.include-unknown")
    private boolean unknownKind;

    @Option(names = "--override", paramLabel = "REASON", descriptionKey = "send.override")
    private String override;

    @Option(
            names = "--override-count",
            paramLabel = "N",
            converter = Counted.Recipients.class,
            descriptionKey = "send.override-count")
    private Long overrideCount;

    /** @throws Problem where an override has no reason */
    SendChoices choices() {
        if (override != null && override.isBlank()) {
            throw Problem.wrongUse(
                    "An override needs a reason, which is kept in the audit log. Write --override REASON.");
        }
        if (override == null && overrideCount != null) {
            throw Problem.wrongUse("--override-count says how many an override brings in. Add --override REASON.");
        }
        return new SendChoices(retryGateway, canary == null ? 0 : canary, outsiders, unknownKind, override, rate);
    }

    /** The lines of a plan that say who is left out and what was chosen. */
    static void show(Consumer<String> line, List<LeftOut> leftOut, SendChoices choices, long overridden) {
        long overridable = LeftOut.overridable(leftOut);
        boolean overrides = choices.override() != null;
        String label = overrides ? "Guard       " : "Left out    ";
        for (LeftOut reason : leftOut) {
            line.accept(label + Counts.of(reason.count()) + "  " + Sentences.of(reason.reason()));
            label = "            ";
        }
        if (overrides) {
            line.accept("Override    " + Counts.people(overridden) + " of those whom the guard names "
                    + (overridden == 1 ? "is" : "are") + " sent to all the same: " + Words.quoted(choices.override()));
        } else {
            if (leftOut.stream().anyMatch(reason -> reason.code().equals(GuardReason.OUTSIDER.code()))) {
                line.accept("            --include-outsiders sends to guests and external people too.");
            }
            if (leftOut.stream().anyMatch(reason -> reason.code().equals(GuardReason.UNKNOWN_KIND.code()))) {
                line.accept("            --include-unknown sends to people of unknown kind too.");
            }
            if (overridable > 0) {
                line.accept("Guard       An override would bring back " + Counts.of(overridable)
                        + " of those left out: --override REASON");
            }
        }
        if (choices.canary() > 0) {
            line.accept("Canary      The first " + Counts.of(choices.canary()) + ", then it waits for you.");
        }
        if (choices.rate() != null) {
            line.accept("Rate        " + Words.rate(choices.rate()));
        }
        if (choices.retryGatewayErrors()) {
            line.accept(
                    "Warning     Sends answered 502, 503 or 504 are repeated: some people may get the message twice.");
        }
    }

    /** A reason as an element of JSON. */
    static void json(JsonRow row, LeftOut reason) {
        row.put("code", reason.code())
                .put("reason", reason.reason().code())
                .put("cause", Sentences.of(reason.reason()))
                .put("count", reason.count())
                .put("overridable", reason.overridable());
    }

    /**
     * Refuses a number on the command line that is not the plan's.
     *
     * @param overridden people that are in only because of the override
     * @throws Problem when {@code --override-count} has another number
     */
    void checkOverride(long overridden) {
        if (overrideCount != null && overrideCount != overridden) {
            throw Problem.wrongUse("The override brings in " + Counts.people(overridden) + ", not "
                    + Counts.of(overrideCount)
                    + " as --override-count says. Nothing was sent. Look at whom the guard leaves out.");
        }
    }

    /**
     * The guard's own question: how many the override brings in.
     *
     * @return false when another number was typed
     * @throws Problem when the number on the command line is another one, or nobody can be asked
     */
    boolean overrideGiven(Terminal terminal, long overridden) {
        checkOverride(overridden);
        if (overridden == 0 || overrideCount != null) {
            return true;
        }
        if (!terminal.interactive()) {
            throw Problem.wrongUse("Nothing was sent: the override brings in " + Counts.people(overridden)
                    + ", and without a terminal nobody can type that number. Add --override-count " + overridden
                    + "; --yes does not answer the guard.");
        }
        boolean agreed = Confirmation.typed(
                terminal,
                "The guard leaves out " + Counts.people(overridden)
                        + " whom the override brings in. Type their number to override the guard:",
                overridden);
        if (!agreed) {
            terminal.note("Nothing was sent.");
        }
        return agreed;
    }
}
