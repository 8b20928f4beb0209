package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.DryRun;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * What was composed, on its way to the review.
 *
 * @param title as typed; blank: taken from the message
 */
record Draft(String title, Message message, Audience audience) implements Proposal {
    @Override
    public JobKind kind() {
        return JobKind.SEND;
    }

    @Override
    public String name() {
        return title.isBlank() ? message.suggestedTitle() : title.strip();
    }

    @Override
    public Message written() {
        return message;
    }

    @Override
    public Counted count(Announcements announcements, SendChoices choices) {
        Announcements.Plan plan = announcements.preview(message, audience, choices);
        return new Counted(
                message,
                plan.selected(),
                plan.reasons(),
                plan.recipients(),
                plan.withConversation(),
                plan.requests(),
                plan.time(),
                plan.bytes(),
                plan.overridable(),
                plan.overridden());
    }

    @Override
    public DryRun dryRun(Announcements announcements, SendChoices choices) {
        return announcements.dryRun(message, audience, choices);
    }

    @Override
    public long plan(
            Announcements announcements,
            SendChoices choices,
            Counted counted,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        return announcements.plan(
                title, message, audience, choices, counted.recipients(), counted.overridden(), progress, cancelled);
    }
}
