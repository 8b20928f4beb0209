package dev.rostrum.announce;

import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TextFault;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.ledger.JobCounts;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.ledger.PlanRows;
import dev.rostrum.store.ledger.PlanStep;
import dev.rostrum.store.people.PeopleLists;
import dev.rostrum.store.people.TeamStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Previews, dry runs and plans of jobs. Nothing is sent: that is for {@link Runs}. */
public final class Planner {
    /** Above this many recipients the number is typed to confirm. */
    public static final int TYPED_ABOVE = 100;

    /** Requests per second at most, but to a service on this computer. */
    public static final double MOST_RATE = Pacer.CEILING;

    private static final int PLAN_CHUNK = 1000;

    /** People that an audience names, and of them those a message would go to. */
    public record Reach(long selected, long recipients) {}

    private final Database database;
    private final Ledger ledger;
    private final TeamStore teams;
    private final PeopleLists lists;
    private final ConnectorClient connector;
    private final Clock clock;

    public Planner(Database database, Ledger ledger, ConnectorClient connector, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.teams = new TeamStore(database);
        this.lists = new PeopleLists(database);
        this.connector = connector;
        this.clock = clock;
    }

    // ---------------------------------------------------------------- before a plan

    /**
     * Counts what a plan would hold, without writing anything. With an override among the choices it counts whom that brings in.
     *
     * @throws Problem as {@link #check}, or when the chosen rows cannot be acted on now
     */
    public JobPreview preview(JobRequest request) {
        return preview(request, row -> {});
    }

    private JobPreview preview(JobRequest request, PlanRows told) {
        check(request);
        Map<String, String> lasting = request instanceof JobRequest.Send send ? lasting(send.audience()) : Map.of();
        JobCounts counts = request instanceof JobRequest.Send send
                ? ledger.previews()
                        .preview(
                                send.audience().renamed(lasting), send.message(), send.choices(), clock.instant(), told)
                : ledger.followUps()
                        .preview(
                                request.kind(),
                                ((JobRequest.FollowUp) request).choice(),
                                request.choices(),
                                clock.instant(),
                                told);
        Message message = request.written() == null ? counts.message() : request.written();
        if (request.kind() == JobKind.RESEND) {
            refuse(message.fault());
        }
        long requests = 2 * counts.recipients() - counts.withConversation();
        return new JobPreview(
                message,
                counts.selected(),
                counts.leftOut(),
                counts.overridden(),
                counts.recipients(),
                counts.withConversation(),
                requests,
                time(requests, request.choices()),
                lasting,
                request.kind() == JobKind.RECALL ? 0 : bytes(message));
    }

    /** The lasting ids of people whom it names by ids that may change hands, by these. */
    public Map<String, String> lasting(Audience audience) {
        Set<String> ids = new HashSet<>(audience.userIds());
        ids.addAll(audience.excludedUserIds());
        return ids.isEmpty() ? Map.of() : ledger.previews().lasting(ids);
    }

    private Duration time(long requests, SendChoices choices) {
        double rate = connector.pacer().state().requestsPerSecond();
        if (choices.rate() != null) {
            rate = Math.min(rate, choices.rate());
        }
        return Double.isInfinite(rate) ? Duration.ZERO : Duration.ofMillis((long) (1000 * requests / rate));
    }

    /**
     * The requests that a job would make; nothing is written or sent.
     *
     * @throws Problem as {@link #preview(JobRequest)}
     */
    public DryRun dryRun(JobRequest request) {
        LongStream.Builder rows = LongStream.builder();
        JobPreview preview = preview(request, rows::accept);
        return new DryRun(request.kind(), preview.message(), rows.build().toArray(), ledger, connector);
    }

    /**
     * Whom the plan leaves out for this reason; nothing is written.
     *
     * @param code as {@link LeftOut#code}
     * @throws Problem as {@link #preview(JobRequest)}
     */
    public PeopleLeftOut leftOut(JobRequest request, String code) {
        LongStream.Builder rows = LongStream.builder();
        preview(request, new PlanRows() {
            @Override
            public void in(long row) {}

            @Override
            public void out(long row, String why) {
                if (why.equals(code)) {
                    rows.accept(row);
                }
            }
        });
        return new PeopleLeftOut(request.kind(), rows.build().toArray(), ledger);
    }

    /** What the announcement says now that these deliveries are of. */
    public Message messageNow(DeliveryChoice choice) {
        return ledger.followUps().messageNow(choice.runId());
    }

    /** Where the requests go now: the address that is set, or the one that Teams told of. */
    public ServiceUrl serviceUrl() {
        return connector.target().address().get();
    }

    /** Why this person is in the plan, or is not. {@code userId} as cached ({@code 29:…}). */
    public Explanation explain(JobRequest.Send send, String userId) {
        return ledger.previews().explain(send.audience(), send.message(), send.choices(), userId, clock.instant());
    }

    /** Whom the audience reaches while there is no message: the guard is asked all but for the text. */
    public Reach count(Audience audience) {
        JobCounts counts = ledger.previews()
                .preview(audience, new Message("", TextFormat.PLAIN), SendChoices.NONE, clock.instant(), person -> {});
        return new Reach(counts.selected(), counts.recipients());
    }

    /**
     * Whether the computer's clock has jumped by more than a day since the last plan; with that time and the one expected. The
     * guard's caps count days by it, so that it is told before each plan; it keeps none back.
     */
    private Optional<Reason> clockJump() {
        return database.clockJump(clock.instant());
    }

    /** What is told before a plan, and keeps nobody back: a jump of the clock, teams that the bot has left. */
    public List<Reason> cautions(JobRequest request) {
        if (!request.kind().sendsMessages()) {
            return List.of();
        }
        List<Reason> cautions = new ArrayList<>();
        clockJump().ifPresent(cautions::add);
        if (request instanceof JobRequest.Send send && !send.audience().isEmpty()) {
            Set<String> meant = new HashSet<>(send.audience().namedTeams());
            meant.removeAll(send.audience().excludedTeamIds());
            List<String> left = teams.list().stream()
                    .filter(team -> team.botLeftAt() != null && meant.contains(team.id()))
                    .map(Team::label)
                    .toList();
            if (!left.isEmpty()) {
                cautions.add(Reason.of("plan.botLeft", left.get(0), left.size() - 1));
            }
        }
        return cautions;
    }

    /** The request that a message makes, as it goes out. */
    public String body(Message message) {
        return connector.sendBody(message);
    }

    /** Size of one request in bytes counted as UTF-16; nothing is checked. */
    public int bytes(Message message) {
        return connector.sendBytes(message);
    }

    /**
     * Whether it can go out to anybody.
     *
     * @throws Problem for a message that is empty, too large or faulty, for a title that lost characters or holds some that nobody
     *     can see, for a team whose roster was never read, and for a rate above what Microsoft allows, except on this computer
     */
    public void check(JobRequest request) {
        if (request.written() != null) {
            check(request.written());
        }
        if (request instanceof JobRequest.Send send) {
            // The message allows U+FFFD in the title where it allows itself that.
            refuse(TextFault.ofTitle(send.title(), send.message().replacements()));
            requireRead(send.audience());
        }
        Double rate = request.choices().rate();
        if (rate != null
                && rate > Pacer.CEILING
                && !connector.target().serviceUrl().local()) {
            throw Problem.wrongUse("message.rateTooHigh", (int) Pacer.CEILING);
        }
    }

    /** Whom a team means, or leaves out, is known once its roster was read; events name a few of its people before that. */
    private void requireRead(Audience audience) {
        Set<String> named = audience.namedTeams();
        if (!named.isEmpty()) {
            teams.list().stream()
                    .filter(team -> team.syncedAt() == null && named.contains(team.id()))
                    .findFirst()
                    .ifPresent(team -> {
                        throw Problem.wrongUse("team.notSynced", team.label(), team.id());
                    });
        }
        if (!lists.areThere(audience.namedLists())) {
            throw Problem.wrongUse("audience.listGone");
        }
    }

    private void check(Message message) {
        if (message.isEmpty()) {
            throw Problem.wrongUse("message.empty");
        }
        refuse(message.fault());
        int bytes = bytes(message);
        if (bytes > Message.MAX_BYTES) {
            throw Problem.wrongUse("message.tooLarge", bytes, Message.MAX_BYTES, (bytes - Message.MAX_BYTES + 1) / 2);
        }
    }

    private static void refuse(Optional<Reason> fault) {
        fault.ifPresent(reason -> {
            throw new Problem(Problem.Kind.WRONG_USE, reason, null);
        });
    }

    // ---------------------------------------------------------------- the plan

    /**
     * Signs in, then writes the plan: one row a recipient, its choices kept with it. Nothing is sent; {@link Runs#start} sends.
     *
     * @param confirmed what was looked at; where the plan has another number of recipients, or of people whom the override brings
     *     in, nothing is kept
     * @param progress told how many people were written so far
     * @param cancelled asked between chunks; a cancelled plan is taken back
     * @return the run's id
     * @throws Problem as {@link #preview(JobRequest)}, when it is about others than confirmed, or when the
     *     sign-in fails: then nothing is written
     */
    public long plan(JobRequest request, JobPreview confirmed, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        return plan(request, null, confirmed, progress, cancelled);
    }

    /**
     * The same for what was written as a draft.
     *
     * @param draft goes in the commit that makes the plan valid, and stays where there is none; or null
     */
    public long plan(
            JobRequest request, Long draft, JobPreview confirmed, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        check(request);
        signIn();
        return request instanceof JobRequest.Send send
                ? send(send, draft, confirmed, progress, cancelled)
                : follow((JobRequest.FollowUp) request, confirmed, progress, cancelled);
    }

    private void signIn() {
        try {
            connector.signIn();
        } catch (ConnectorFailure.NoToken e) {
            Reason why = e.reason();
            throw new Problem(Problem.Kind.FAILED, Reason.of("plan.noSignIn", why, Reason.of(Reason.STEP_OF, why)), e);
        }
    }

    private long send(
            JobRequest.Send send, Long draft, JobPreview confirmed, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        Audience audience = send.audience().renamed(confirmed.lastingIds());
        long runId = ledger.plans().begin(send.name(), send.message(), audience, send.choices(), clock.instant());
        return write(
                runId,
                () -> ledger.plans().planNext(runId, PLAN_CHUNK, clock.instant()),
                draft,
                confirmed,
                "plan.nobody",
                progress,
                cancelled);
    }

    private long follow(
            JobRequest.FollowUp request, JobPreview confirmed, LongConsumer progress, BooleanSupplier cancelled)
            throws InterruptedException {
        boolean resends = request.kind() == JobKind.RESEND;
        List<Long> rows = ledger.followUps().chosen(request.kind(), request.choice());
        if (resends) {
            // An earlier version may have taken a text that had lost letters.
            refuse(ledger.followUps().messageNow(request.choice().runId()).fault());
        }
        long runId = ledger.followUps()
                .begin(request.kind(), request.choice(), request.written(), request.choices(), clock.instant());
        return write(
                runId,
                () -> ledger.followUps().planNext(runId, rows, PLAN_CHUNK, clock.instant()),
                null,
                confirmed,
                resends ? "plan.nobodyToResend" : "plan.nothingToChange",
                progress,
                cancelled);
    }

    /** Step by step to the last commit of planning; without that one nothing stays. */
    private long write(
            long runId,
            Supplier<PlanStep> next,
            Long draft,
            JobPreview confirmed,
            String nobody,
            LongConsumer progress,
            BooleanSupplier cancelled)
            throws InterruptedException {
        boolean kept = false;
        try {
            PlanStep step;
            do {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("Planning was cancelled");
                }
                step = next.get();
                progress.accept(step.written());
            } while (!step.complete());
            long recipients = ledger.jobs().totals(runId).recipients();
            if (recipients == 0) {
                throw Problem.wrongUse(nobody);
            }
            if (recipients != confirmed.recipients()) {
                throw Problem.wrongUse("plan.otherNumber", recipients, confirmed.recipients());
            }
            long overridden = ledger.plans().overridden(runId);
            if (overridden != confirmed.overridden()) {
                throw Problem.wrongUse("plan.otherOverride", overridden, confirmed.overridden());
            }
            ledger.plans().planned(runId, draft, clock.instant());
            kept = true;
            return runId;
        } finally {
            if (!kept) {
                ledger.plans().discard(runId, clock.instant());
            }
        }
    }
}
