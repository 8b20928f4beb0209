package dev.rostrum.ui.words;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells that a run has ended or stands still, for who looks at something else. Used on one thread. */
public final class RunNews {
    /**
     * What is told.
     *
     * @param plain the same without the title, for places that others may read
     * @param run the job that it is about, to be opened
     */
    public record News(Tone tone, String words, String plain, long run) {}

    private final Texts texts = Texts.of(RunNews.class);
    private final Set<Long> atWork = new HashSet<>();

    /**
     * A run has moved on.
     *
     * @param listed the runs at work that a list shows ({@link Runs#listedAtWork}): of others nothing is told
     */
    public Optional<News> moved(RunSnapshot now, List<RunSnapshot> listed) {
        if (now.active()) {
            if (listed.stream().anyMatch(run -> run.runId() == now.runId())) {
                atWork.add(now.runId());
            }
            return Optional.empty();
        }
        return atWork.remove(now.runId()) ? Optional.of(news(now)) : Optional.empty();
    }

    private News news(RunSnapshot now) {
        String title = BidiText.isolated(now.title());
        Totals totals = now.totals();
        if (now.state() == RunState.PAUSED) {
            PauseReason reason = now.pauseReason() == null ? PauseReason.ASKED : now.pauseReason();
            List<String> why = States.paused(reason, now.detail());
            return new News(
                    switch (reason) {
                        case ASKED -> Tone.NEUTRAL;
                        case CANARY, PROMPTED -> Tone.ACCENT;
                        default -> Tone.DANGER;
                    },
                    why.isEmpty()
                            ? texts.get("news.paused", title)
                            : texts.get("news.paused.because", title, String.join(" ", why)),
                    texts.get("news.plain.paused"),
                    now.runId());
        }
        boolean good = totals.inDoubt() == 0 && (totals.sent() > 0 || totals.recipients() == 0);
        return new News(
                now.state() == RunState.STOPPED ? Tone.NEUTRAL : good ? Tone.SUCCESS : Tone.WARNING,
                texts.get(now.state() == RunState.STOPPED ? "news.stopped" : "news.done", title, outcome(totals)),
                texts.get(now.state() == RunState.STOPPED ? "news.plain.stopped" : "news.plain.done", outcome(totals)),
                now.runId());
    }

    private String outcome(Totals totals) {
        List<String> parts = new ArrayList<>();
        parts.add(texts.get("news.accepted", totals.sent()));
        for (DeliveryState state : List.of(DeliveryState.IN_DOUBT, DeliveryState.REFUSED, DeliveryState.CANCELLED)) {
            if (totals.of(state) > 0) {
                parts.add(States.count(state, totals.of(state)));
            }
        }
        return String.join(", ", parts);
    }
}
