package dev.rostrum.app;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.connection.doctor.OpenConnection;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A message to me, the doctor's or one that is being written: an announcement like every other, so that its intent is on disk and its outcome in the ledger, but one
 * that no rule counts and no list shows. It goes beside whatever is being sent.
 */
record TestMessage(Planner planner, Runs runs, DeliveryQuery deliveries)
        implements OpenConnection.MessageToMe, Workspace.MessageToMe {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration STOPPING = Duration.ofSeconds(3);

    @Override
    public Optional<Reason> send(String userId) throws InterruptedException {
        Texts texts = Texts.of(TestMessage.class);
        return send(userId, texts.get("me.title"), new Message(texts.get("me.text"), TextFormat.PLAIN));
    }

    @Override
    public Optional<Reason> send(String userId, String title, Message message) throws InterruptedException {
        JobRequest request = new JobRequest.Send(title, message, Audience.ofUsers(Set.of(userId)), SendChoices.TO_ME);
        JobPreview preview = planner.preview(request);
        if (preview.recipients() != 1) {
            throw preview.leftOut().isEmpty()
                    ? Problem.failed("doctor.leftOut")
                    : Problem.failed(
                            "doctor.leftOutSince", preview.leftOut().get(0).reason());
        }
        long run = planner.plan(request, preview, written -> {}, () -> false);
        runs.start(run);
        Reason paused = null;
        try {
            runs.await(run, PATIENCE);
        } finally {
            // Nothing of it goes out later, when nobody thinks of it any more.
            RunSnapshot then = runs.snapshot(run);
            if (then.totals().waiting() > 0) {
                paused = then.detail();
                runs.stop(run);
            }
        }
        runs.await(run, STOPPING);
        if (runs.snapshot(run).totals().sent() == 1) {
            return Optional.empty();
        }
        Reason otherwise = paused == null ? Reason.of("doctor.notInTime") : paused;
        return Optional.of(deliveries.causes(run).stream()
                .map(DeliveryQuery.CauseCount::reason)
                .findFirst()
                .orElse(otherwise));
    }
}
