package dev.rostrum.cli;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Problem;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which deliveries of an announcement are meant. All that is named must hold. */
final class ChoiceOptions {
    @Option(names = "--code", paramLabel = "CODE", descriptionKey = "choice.code")
    private String code;

    @Option(names = "--reason", paramLabel = "REASON", descriptionKey = "choice.reason")
    private String reason;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "choice.search")
    private String search = "";

    @Option(names = "--delivery", paramLabel = "D", split = ",", descriptionKey = "choice.delivery")
    private List<Long> deliveries = List.of();

    @Option(names = "--all-jobs", descriptionKey = "choice.all-jobs")
    private boolean allJobs;

    DeliveryChoice choice(long id, Set<DeliveryState> states) {
        return new DeliveryChoice(id, allJobs, states, code, reason, search, Set.copyOf(deliveries));
    }

    /**
     * Deliveries that were named one by one must all be there: a mistyped number would else go unseen.
     *
     * @param missing the code of what is said where some are missing
     * @throws Problem where some are missing
     */
    static void requireNamed(DeliveryChoice choice, long found, String missing) {
        if (found < choice.deliveryIds().size()) {
            throw Problem.wrongUse(missing, found, choice.deliveryIds().size(), choice.runId());
        }
    }
}
