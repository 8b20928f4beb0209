package dev.rostrum.app;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.connection.doctor.Means;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.words.Texts;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The doctor's message to me: an announcement like every other, so that its intent is on disk and its outcome in the ledger. */
record TestMessage(Announcements announcements) implements Means.MessageToMe {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration STOPPING = Duration.ofSeconds(3);

    @Override
    public Optional<Reason> send(String userId) throws InterruptedException {
        if (announcements.sending()) {
            throw Problem.failed("doctor.otherSends");
        }
        Texts texts = Texts.of(TestMessage.class);
        Message message = new Message(texts.get("me.text"), TextFormat.PLAIN);
        Audience me = Audience.ofUsers(Set.of(userId));
        Announcements.Plan plan = announcements.preview(message, me);
        if (plan.recipients() != 1) {
            throw plan.guarded().isEmpty()
                    ? Problem.failed("doctor.leftOut")
                    : Problem.failed(
                            "doctor.leftOutSince", plan.guarded().get(0).reason());
        }
        long run =
                announcements.plan(texts.get("me.title"), message, me, SendChoices.NONE, 1, written -> {}, () -> false);
        announcements.start(run);
        Reason paused = null;
        try {
            announcements.await(PATIENCE);
        } finally {
            // Nothing of it goes out later, when nobody thinks of it any more.
            RunSnapshot then = announcements.snapshot(run);
            if (then.totals().waiting() > 0) {
                paused = then.detail();
                announcements.stop(run);
            }
        }
        announcements.await(STOPPING);
        return outcome(announcements.snapshot(run), paused);
    }

    /** @param paused why it was paused before it was stopped, or null */
    private static Optional<Reason> outcome(RunSnapshot end, Reason paused) {
        if (end.totals().sent() == 1) {
            return Optional.empty();
        }
        if (end.totals().refused() == 1) {
            return Optional.of(Reason.of("doctor.refused"));
        }
        if (end.totals().inDoubt() == 1) {
            return Optional.of(Reason.of("doctor.inDoubt"));
        }
        return Optional.of(paused == null ? Reason.of("doctor.notInTime") : paused);
    }
}
