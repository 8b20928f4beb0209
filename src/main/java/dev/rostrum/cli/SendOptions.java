package dev.rostrum.cli;

import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.words.Sentences;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What is chosen for one sending beyond message and people. Each choice is off unless it is made. */
final class SendOptions {
    @Option(
            names = "--canary",
            paramLabel = "K",
            converter = NumberConverters.Canary.class,
            descriptionKey = "send.canary")
    private Integer canary;

    @Option(names = "--rate", paramLabel = "R", converter = NumberConverters.Rate.class, descriptionKey = "send.rate")
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
            converter = NumberConverters.Recipients.class,
            descriptionKey = "send.override-count")
    private Long overrideCount;

    /** @throws Problem where an override has no reason */
    SendChoices choices() {
        if (override != null && override.isBlank()) {
            throw Problem.wrongUse("plan.override.noReason");
        }
        if (override == null && overrideCount != null) {
            throw Problem.wrongUse("plan.override.none");
        }
        return new SendChoices(
                retryGateway,
                canary == null ? 0 : canary,
                outsiders,
                unknownKind,
                override,
                rate,
                Purpose.ANNOUNCEMENT);
    }

    /** The lines of a plan that say who is left out and what was chosen. */
    static void show(
            Consumer<String> line, List<LeftOut> leftOut, SendChoices choices, long overridden, long recipients) {
        long overridable = LeftOut.overridable(leftOut);
        boolean overrides = choices.override() != null;
        reasons(line, overrides ? "plan.guard" : "plan.leftOut", leftOut);
        if (overrides) {
            line.accept(CommandTexts.planLine("plan.override", overridden, choices.override()));
        } else {
            if (leftOut.stream().anyMatch(reason -> reason.code().equals(GuardReason.OUTSIDER.code()))) {
                line.accept(CommandTexts.planLine("plan.outsiders"));
            }
            if (leftOut.stream().anyMatch(reason -> reason.code().equals(GuardReason.UNKNOWN_KIND.code()))) {
                line.accept(CommandTexts.planLine("plan.unknownKind"));
            }
            if (overridable > 0) {
                line.accept(CommandTexts.planLine("plan.overridable", overridable));
            }
        }
        if (choices.canary() > 0) {
            line.accept(CommandTexts.planLine(
                    choices.canary() < recipients ? "plan.canary" : "plan.canary.all", choices.canary(), recipients));
        }
        if (choices.rate() != null) {
            line.accept(CommandTexts.planLine("plan.rate", choices.rate()));
        }
        if (choices.retryGatewayErrors()) {
            line.accept(CommandTexts.planLine("plan.retryGateway"));
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

    /** One line for each reason. */
    private static void reasons(Consumer<String> line, String first, List<LeftOut> leftOut) {
        String key = first;
        for (LeftOut reason : leftOut) {
            line.accept(CommandTexts.planLine(key, reason.count(), Sentences.of(reason.reason())));
            key = "plan.more";
        }
    }

    /**
     * Refuses a number on the command line that is not the plan's.
     *
     * @param overridden people that are in only because of the override
     * @throws Problem when {@code --override-count} has another number
     */
    void checkOverride(long overridden) {
        if (overrideCount != null && overrideCount != overridden) {
            throw Problem.wrongUse("plan.otherOverride", overridden, overrideCount);
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
            throw Problem.wrongUse("plan.override.unasked", overridden);
        }
        boolean agreed = Confirmation.typed(terminal, CommandTexts.get("send.override.ask", overridden), overridden);
        if (!agreed) {
            terminal.note(Sentences.whole(Reason.of("input.undone.send")));
        }
        return agreed;
    }
}
