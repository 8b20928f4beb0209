package dev.rostrum.ui.announcements;

import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.words.States;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many of those listed stand where.
 *
 * @param selected everybody listed, counted by itself
 * @param counts by group; one that nobody is in may be missing
 * @param decided of those accepted, by the admin's decision alone
 */
record ShownTotals(long selected, Map<StateGroup, Long> counts, long decided) {
    static final ShownTotals NONE = new ShownTotals(0, Map.of(), 0);

    ShownTotals {
        counts = Map.copyOf(counts);
    }

    /**
     * Of one job.
     *
     * @param fates what became of those that it counts as SENT, as far as they were changed or recalled since
     */
    static ShownTotals of(JobKind kind, Totals totals, Map<MessageFate, Long> fates, long decided) {
        Map<StateGroup, Long> counts = new EnumMap<>(StateGroup.class);
        for (StateGroup group : StateGroup.values()) {
            counts.put(group, group.of(totals));
        }
        // The fates were read at another moment than the totals: what is left is what nothing is known of.
        long sent = totals.sent();
        long recalled = kind == JobKind.RECALL ? sent : Math.min(sent, fates.getOrDefault(MessageFate.RECALLED, 0L));
        long changed = kind == JobKind.EDIT
                ? sent - recalled
                : Math.min(sent - recalled, fates.getOrDefault(MessageFate.CHANGED, 0L));
        counts.put(StateGroup.RECALLED, recalled);
        counts.put(StateGroup.CHANGED, changed);
        counts.put(StateGroup.SENT, sent - recalled - changed);
        return new ShownTotals(totals.selected(), counts, decided);
    }

    /** Of people by their latest outcome over several jobs. */
    static ShownTotals of(long people, List<OutcomeQuery.Standing> standing) {
        Map<StateGroup, Long> counts = new EnumMap<>(StateGroup.class);
        long decided = 0;
        for (OutcomeQuery.Standing each : standing) {
            counts.merge(StateGroup.of(each.state(), each.fate()), each.people(), Long::sum);
            decided += each.decided();
        }
        return new ShownTotals(people, counts, decided);
    }

    /** Of an announcement's line: a message taken back is one accepted before. */
    static ShownTotals of(AnnouncementQuery.Row row) {
        Map<MessageFate, Long> fates = Map.of(
                MessageFate.RECALLED, row.recalled(), MessageFate.CHANGED, Math.max(0, row.changed() - row.recalled()));
        return of(JobKind.SEND, row.totals(), fates, 0);
    }

    long of(StateGroup group) {
        return counts.getOrDefault(group, 0L);
    }

    /** Accepted by Teams, whatever became of it. */
    long accepted() {
        return of(StateGroup.SENT) + of(StateGroup.CHANGED) + of(StateGroup.RECALLED);
    }

    long sum() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean addUp() {
        return selected == sum();
    }

    /** "10,038 selected: 6,214 accepted by Teams, …". */
    String spoken() {
        List<String> parts = new ArrayList<>();
        for (StateGroup group : StateGroup.values()) {
            long count = of(group);
            if (count > 0) {
                parts.add(group == StateGroup.SENT ? States.countAccepted(count, decided) : group.words(count));
            }
        }
        return States.totals(selected, parts);
    }
}
