package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.Announcements.FollowPlan;
import dev.rostrum.announce.DryRun;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * A resend, edit or recall on its way to the review.
 *
 * @param choice which deliveries it is about
 * @param edited the new message of an edit, else null
 */
record FollowUp(JobKind kind, String name, DeliveryChoice choice, Message edited) implements Proposal {

    @Override
    public Message written() {
        return edited;
    }

    @Override
    public Counted count(Announcements announcements, SendChoices choices) {
        FollowPlan plan =
                switch (kind) {
                    case EDIT -> announcements.previewEdit(choice, edited);
                    case RECALL -> announcements.previewRecall(choice);
                    case SEND, RESEND -> announcements.previewResend(choice, choices);
                };
        return new Counted(
                kind == JobKind.EDIT ? edited : plan.message(),
                plan.chosen(),
                plan.leftOut(),
                plan.able(),
                kind == JobKind.RESEND ? plan.withConversation() : plan.able(),
                plan.requests(),
                plan.time(),
                plan.bytes(),
                plan.overridable(),
                plan.overridden());
    }

    @Override
    public DryRun dryRun(Announcements announcements, SendChoices choices) {
        return switch (kind) {
            case EDIT -> announcements.dryRunEdit(choice, edited);
            case RECALL -> announcements.dryRunRecall(choice);
            case SEND, RESEND -> announcements.dryRunResend(choice, choices);
        };
    }

    @Override
    public long plan(
            Announcements announcements,
            SendChoices choices,
            Counted counted,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        return switch (kind) {
            case EDIT -> announcements.planEdit(choice, edited, counted.recipients(), progress, cancelled);
            case RECALL -> announcements.planRecall(choice, counted.recipients(), progress, cancelled);
            case SEND, RESEND ->
                announcements.planResend(
                        choice, choices, counted.recipients(), counted.overridden(), progress, cancelled);
        };
    }
}
