package dev.rostrum.store.ledger;

import dev.rostrum.domain.GuardRules;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import java.util.function.Supplier;

/**
 * The ledger of one data file: announcements, their jobs, one delivery per recipient, every attempt. Transitions go through the
 * writer's queue and are compare-and-set on (row, state, attempts): a future that completes with {@code false} means that
 * nothing may be sent. A future completes after its commit is durable, on the writer's own thread: what is
 * chained to it must not block. It completes exceptionally with {@link dev.rostrum.store.StoreFailure} where nothing could be
 * written.
 *
 * @param previews what a plan of a SEND would write
 * @param plans plans of a SEND, until they are valid
 * @param followUps previews and plans of jobs with a parent
 * @param jobs the jobs, their states and totals
 * @param deliveries the rows of a job that are due
 * @param claims the rows whose call begins
 * @param outcomes what became of their calls
 * @param cancellations waiting rows that end without a further call
 * @param decisions what the admin decides about rows in doubt
 * @param drafts announcements that are being written
 * @param prompted what events ask to be sent, and the jobs that are made of it
 */
public record Ledger(
        Previews previews,
        Plans plans,
        FollowUps followUps,
        Jobs jobs,
        Deliveries deliveries,
        Claims claims,
        Outcomes outcomes,
        Cancellations cancellations,
        Decisions decisions,
        DraftStore drafts,
        Prompted prompted) {

    /** With the guard's default numbers, and for the user that this process runs as. */
    public static Ledger of(Database database) {
        return of(database, () -> GuardRules.DEFAULT, AuditLog.ofThisUser());
    }

    /**
     * @param rules the guard's numbers, asked for each plan and each claim: an answer must be at hand
     * @param audit where what the admin decides is recorded, in the same commit
     */
    public static Ledger of(Database database, Supplier<GuardRules> rules, AuditLog audit) {
        return new Ledger(
                new Previews(database, rules),
                new Plans(database, rules, audit),
                new FollowUps(database, rules),
                new Jobs(database, audit),
                new Deliveries(database),
                new Claims(database, rules),
                new Outcomes(database),
                new Cancellations(database),
                new Decisions(database, audit),
                new DraftStore(database),
                new Prompted(database, rules, audit));
    }
}
