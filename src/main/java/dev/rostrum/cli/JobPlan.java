package dev.rostrum.cli;

import dev.rostrum.announce.Advice;
import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import java.util.List;
import java.util.stream.Stream;

/**
 * A job before it is confirmed.
 *
 * @param request without an override that would bring in nobody
 * @param leftOut whom it leaves out where nothing is overridden
 * @param advice what is worth knowing of the message that was written for it
 * @param cautions as {@link Planner#cautions}
 */
record JobPlan(
        JobRequest request, JobPreview preview, List<LeftOut> leftOut, List<Reason> advice, List<Reason> cautions) {
    static JobPlan of(Planner planner, JobRequest asked) {
        JobPreview preview = planner.preview(asked);
        JobRequest request = asked;
        List<LeftOut> leftOut = preview.leftOut();
        if (asked.choices().override() != null) {
            SendChoices without = asked.choices().withoutOverride();
            // An override that lifts nothing now is not kept: it would lift what the guard finds later, unseen.
            if (preview.overridden() == 0) {
                request = asked.with(without);
            } else {
                leftOut = planner.preview(asked.with(without)).leftOut();
            }
        }
        return new JobPlan(
                request,
                preview,
                leftOut,
                asked.written() == null ? List.of() : Advice.of(asked.written(), preview.bytes()),
                planner.cautions(asked));
    }

    /** What is told before it goes out. */
    List<Reason> warnings() {
        return Stream.concat(advice.stream(), cautions.stream()).toList();
    }

    /** What is asked before it goes out. */
    Confirmation.Question question() {
        return Confirmation.Question.of(request.kind(), preview.recipients());
    }
}
