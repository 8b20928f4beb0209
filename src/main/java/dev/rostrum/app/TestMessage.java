package dev.rostrum.app;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.connection.doctor.Means;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.words.Sentences;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The doctor's message to me: an announcement like every other, so that its intent is on disk and its outcome in the ledger. */
record TestMessage(Announcements announcements) implements Means.MessageToMe {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration STOPPING = Duration.ofSeconds(3);
    private static final String TITLE = "Message to me, by the doctor";
    private static final String TEXT = "A message of Rostrum\u2019s doctor. If you see it, the bot can write to you.";

    @Override
    public Optional<String> send(String userId) throws InterruptedException {
        if (announcements.sending()) {
            throw Problem.failed("An announcement is being sent. Run the doctor again when it has ended.");
        }
        Message message = new Message(TEXT, TextFormat.PLAIN);
        Audience me = Audience.ofUsers(Set.of(userId));
        Announcements.Plan plan = announcements.preview(message, me);
        if (plan.recipients() != 1) {
            String why = plan.guarded().stream()
                    .map(reason -> Sentences.of(reason.reason()))
                    .collect(Collectors.joining(", "));
            throw Problem.failed("You are left out of every announcement" + (why.isEmpty() ? "" : " (" + why + ")")
                    + ". Pick yourself again as \u201cme\u201d, or look at the guard.");
        }
        long run = announcements.plan(TITLE, message, me, SendChoices.NONE, 1, written -> {}, () -> false);
        announcements.start(run);
        String paused = null;
        try {
            announcements.await(PATIENCE);
        } finally {
            // Nothing of it goes out later, when nobody thinks of it any more.
            RunSnapshot then = announcements.snapshot(run);
            if (then.totals().waiting() > 0) {
                paused = then.detail() == null ? null : Sentences.whole(then.detail());
                announcements.stop(run);
            }
        }
        announcements.await(STOPPING);
        return outcome(announcements.snapshot(run), paused);
    }

    /** @param paused why it was paused before it was stopped, or null */
    private static Optional<String> outcome(RunSnapshot end, String paused) {
        if (end.totals().sent() == 1) {
            return Optional.empty();
        }
        if (end.totals().refused() == 1) {
            return Optional.of("Teams refused the message. Its announcement has the cause and what to do.");
        }
        if (end.totals().inDoubt() == 1) {
            return Optional.of(
                    "Nobody can tell whether Teams accepted the message. Look into Teams, then decide in its announcement.");
        }
        return Optional.of(
                paused == null
                        ? "The message was not sent in time and was stopped. Run the doctor again later."
                        : paused);
    }
}
