package dev.rostrum.announce;

import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PlannedPerson;
import dev.rostrum.store.ledger.Ledger;
import java.util.Arrays;
import java.util.List;

/** Those whom a plan would leave out for one reason: of any number of people no more is kept than a number for each. */
public final class PeopleLeftOut {
    private final JobKind kind;
    private final long[] rows;
    private final Ledger ledger;

    PeopleLeftOut(JobKind kind, long[] rows, Ledger ledger) {
        this.kind = kind;
        this.rows = rows;
        this.ledger = ledger;
    }

    public int count() {
        return rows.length;
    }

    /** Some of them in the plan's order, less those who were erased since. */
    public List<PlannedPerson> page(int from, int limit) {
        int begin = Math.min(Math.max(0, from), rows.length);
        int end = Math.min(rows.length - begin, limit) + begin;
        return ledger.previews().people(kind, Arrays.copyOfRange(rows, begin, end));
    }

    /** Those of them who have this in name, address or ids. */
    public PeopleLeftOut matching(String text) {
        return new PeopleLeftOut(kind, ledger.previews().matching(kind, text, rows), ledger);
    }
}
