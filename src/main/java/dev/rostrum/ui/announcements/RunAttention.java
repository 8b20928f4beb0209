package dev.rostrum.ui.announcements;

import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The announcement that needs the admin most: one that was cut off, has paused by itself or was planned and not started. It stands
 * above the list, and above every other screen.
 *
 * @param what said in bold
 * @param rest the rest of it
 * @param runId the job behind it
 * @param count how many need the admin, with this one
 */
public record RunAttention(String what, String rest, long runId, int count) {
    /** How many of the newest jobs are looked through. */
    static final int LOOKED_THROUGH = 200;

    /** Reads it; takes a moment. Empty where none needs the admin. */
    public static Optional<RunAttention> of(RunQuery jobs) {
        List<RunQuery.Row> all = jobs.select("").page(0, LOOKED_THROUGH).stream()
                .filter(row -> row.state() == RunState.INTERRUPTED
                        || (row.state() == RunState.PAUSED && row.pauseReason() != PauseReason.ASKED))
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        RunAttention first = paused(Texts.of(RunAttention.class), all.get(0));
        return Optional.of(new RunAttention(first.what(), first.rest(), first.runId(), all.size()));
    }

    private static RunAttention paused(Texts texts, RunQuery.Row row) {
        String title = title(texts, row);
        Totals totals = row.totals();
        if (row.state() == RunState.INTERRUPTED) {
            return new RunAttention(
                    texts.get("list.interrupted", title),
                    texts.get(
                            "interrupted.rest", row.seen().waiting(), row.seen().inDoubt() - totals.inDoubt()),
                    row.id(),
                    1);
        }
        if (row.pauseReason() == PauseReason.PROGRAM_ENDED) {
            return totals.inDoubt() > 0
                    ? new RunAttention(
                            texts.get("list.ended.doubt", totals.inDoubt(), title),
                            texts.get("list.ended.doubt.rest", totals.inDoubt()),
                            row.id(),
                            1)
                    : new RunAttention(
                            texts.get("list.ended", title), texts.get("list.waiting", totals.open()), row.id(), 1);
        }
        if (row.pauseReason() == PauseReason.NOT_STARTED) {
            return new RunAttention(
                    texts.get("list.planned", title), texts.get("list.waiting", totals.open()), row.id(), 1);
        }
        return new RunAttention(
                texts.get("list.paused", title),
                row.pauseDetail() == null
                        ? texts.get("list.waiting", totals.open())
                        : Sentences.whole(row.pauseDetail()),
                row.id(),
                1);
    }

    private static String title(Texts texts, RunQuery.Row row) {
        String title = BidiText.isolated(row.title());
        return row.kind() == JobKind.SEND
                ? title
                : texts.get("list.kind." + row.kind().name().toLowerCase(Locale.ROOT), title);
    }
}
