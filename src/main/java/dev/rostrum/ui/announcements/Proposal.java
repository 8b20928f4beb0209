package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.DryRun;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** What is reviewed before it goes out: an announcement, or a resend, edit or recall of one. */
interface Proposal {
    /**
     * What it would do; {@code selected} less those left out is {@code recipients}.
     *
     * @param message what people will see; of a recall what they see now
     * @param overridable people whom an override would bring back
     * @param overridden people that are in only because of the override
     * @param bytes size of one request as Teams counts; 0 where it has no body
     */
    record Counted(
            Message message,
            long selected,
            List<LeftOut> leftOut,
            long recipients,
            long withConversation,
            long requests,
            Duration time,
            int bytes,
            long overridable,
            long overridden) {
        long leftOutCount() {
            return selected - recipients;
        }
    }

    JobKind kind();

    /** Name of the announcement. */
    String name();

    /** The message that was typed for it; null where none was. */
    Message written();

    /** Counts; nothing is written. */
    Counted count(Announcements announcements, SendChoices choices);

    /** The requests that it would make; nothing is written or sent. */
    DryRun dryRun(Announcements announcements, SendChoices choices);

    /**
     * Writes the plan.
     *
     * @param counted what was confirmed
     * @return the run's id
     */
    long plan(
            Announcements announcements,
            SendChoices choices,
            Counted counted,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException;
}
