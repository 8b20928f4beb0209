package dev.rostrum.store.query;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.get;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.running;
import static dev.rostrum.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AudienceNames;
import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.CallOutcome;
import dev.rostrum.store.ledger.CallResult;
import dev.rostrum.store.ledger.Deliveries;
import dev.rostrum.store.ledger.DueDelivery;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.store.people.UserStore;
import dev.rostrum.words.States;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class QueryTest {
    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;
    private long run;

    @BeforeEach
    void fill() {
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = StoreFixture.unguarded(database);
        roster(
                database,
                "19:s",
                T0,
                user("29:1", "o1", "Zoë Straße"),
                user("29:2", "o2", "Émile Zola"),
                user("29:3", "o3", "Иван Петров"),
                user("29:4", "o4", "山田 太郎"),
                user("29:5", "o5", "Zoe twice"),
                new User("29:6", null, null, null, null, null, "100%_sure@x.com", null, UserKind.GUEST));
        roster(database, "19:m", T0, user("29:2", "o2", "Émile Zola"));
        new TeamStore(database).add("19:s", "Sales", null, null, T0);
        new TeamStore(database).add("19:m", "Marketing", null, null, T0);
        run = running(ledger, Audience.ofTeams(Set.of("19:s")).without(Set.of("29:4")));
        send("a:One", new CallOutcome.Sent("act"), 201);
        send(
                "a:Two",
                new CallOutcome.Refused(
                        "MessageWritesBlocked", Reason.of("answer.blockedOrRemoved", 403, "MessageWritesBlocked")),
                403);
        send("a:Three", new CallOutcome.InDoubt("504", Reason.of("answer.sendTrouble", 504, "504")), 504);
    }

    private void send(String conversation, CallOutcome outcome, int status) {
        DueDelivery row =
                ledger.deliveries().due(run, at(0), 1, Deliveries.EVERY_ROW).get(0);
        get(ledger.claims().opening(row, at(1)));
        get(ledger.claims().openedAndSending(row, conversation, result(at(2), 201), at(2)));
        get(ledger.outcomes().settle(row, result(at(3 + row.id()), status), outcome));
    }

    private static CallResult result(Instant at, int status) {
        return new CallResult(at, at, status, status == 403 ? "MessageWritesBlocked" : null, "cv", 5, null);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> people(String team, String search, List<Sort<UserQuery.Column>> sort) {
        UserQuery query = new UserQuery(database);
        PeopleFilter filter = PeopleFilter.of(team, search);
        List<String> ids = query.select(filter, sort).page(0, 100).stream()
                .map(UserQuery.Row::id)
                .toList();
        assertThat(query.select(filter, List.of()).count()).isEqualTo(ids.size());
        assertThat(query.ids(filter))
                .containsExactlyInAnyOrderElementsOf(query.select(filter, sort).page(0, 100).stream()
                        .map(UserQuery.Row::lastingId)
                        .toList());
        return ids;
    }

    @Test
    void peopleAreFoundInAnyScript() {
        assertThat(people(null, "STRASSE", List.of())).containsExactly("29:1");
        assertThat(people(null, "emile", List.of())).containsExactly("29:2");
        assertThat(people(null, "zola émi", List.of())).containsExactly("29:2");
        assertThat(people(null, "ИВАН", List.of())).containsExactly("29:3");
        assertThat(people(null, "太郎", List.of())).containsExactly("29:4");
        assertThat(people(null, "100%_s", List.of())).containsExactly("29:6");
        // Of one letter or two are the beginnings of words.
        assertThat(people(null, "%", List.of())).isEmpty();
        assertThat(people(null, "10", List.of())).containsExactly("29:6");
        assertThat(people(null, "zo é", List.of())).containsExactly("29:2");
        assertThat(people(null, "29:3", List.of())).containsExactly("29:3");
        assertThat(people(null, StoreFixture.objectId("o2").toUpperCase(Locale.ROOT), List.of()))
                .containsExactly("29:2");
        assertThat(people(null, "nobody", List.of())).isEmpty();
        assertThat(people("19:m", " ", List.of())).containsExactly("29:2");
        assertThat(people("19:none", null, List.of())).isEmpty();
    }

    @Test
    void peopleSortAndPage() {
        List<String> byName = people(null, null, List.of());
        assertThat(byName).containsExactly("29:6", "29:2", "29:1", "29:5", "29:3", "29:4");
        assertThat(people(null, null, List.of(new Sort<>(UserQuery.Column.NAME, false))))
                .containsExactly("29:4", "29:3", "29:5", "29:1", "29:2", "29:6");
        assertThat(people(
                        null,
                        null,
                        List.of(
                                new Sort<>(UserQuery.Column.KIND, true),
                                new Sort<>(UserQuery.Column.LAST_ACCEPTED, false),
                                new Sort<>(UserQuery.Column.NAME, false))))
                .containsExactly("29:6", "29:1", "29:4", "29:3", "29:5", "29:2");
        assertThat(people(null, null, List.of(new Sort<>(UserQuery.Column.CONVERSATION, true))))
                .startsWith("29:1", "29:3", "29:2");
        UserQuery query = new UserQuery(database);
        List<String> paged = new ArrayList<>();
        for (int from = 0; from < 6; from += 2) {
            query.select(PeopleFilter.of(null, "")).page(from, 2).forEach(row -> paged.add(row.id()));
        }
        assertThat(paged).isEqualTo(byName);
        assertThat(query.select(PeopleFilter.of(null, "")).page(100, 2)).isEmpty();
        assertThat(query.select(PeopleFilter.of(null, "Emile")).page(0, 2))
                .containsExactly(new UserQuery.Row(
                        "29:2",
                        StoreFixture.objectId("o2"),
                        "Émile Zola",
                        "Émile.Zola@example.com",
                        null,
                        UserKind.MEMBER,
                        2,
                        "a:Two",
                        null,
                        null,
                        at(5),
                        false));
    }

    @Test
    void whoLeftEveryRosterIsNotShownButKnown() {
        roster(database, "19:s", at(9), user("29:1", "o1", "Zoë Straße"));
        assertThat(people(null, null, List.of())).containsExactly("29:2", "29:1");
        assertThat(new UserQuery(database).details("29:3")).isPresent();
    }

    @Test
    void detailsTellEverythingKept() {
        new UserStore(database).setMe("29:2");
        UserQuery.Details details = new UserQuery(database).details("29:2").orElseThrow();
        assertThat(details.user()).isEqualTo(user("29:2", "o2", "Émile Zola"));
        assertThat(details.teams())
                .containsExactly(
                        new UserQuery.Membership("19:m", "Marketing", T0),
                        new UserQuery.Membership("19:s", "Sales", T0));
        assertThat(details.contact())
                .isEqualTo(new UserQuery.Contact(
                        "a:Two", ConversationOrigin.CREATED, at(2), ConversationState.CURRENT, null));
        assertThat(details.lastAcceptedAt()).isNull();
        assertThat(details.deliveries()).hasSize(1);
        assertThat(details.deliveries().get(0).state()).isEqualTo(DeliveryState.REFUSED);
        assertThat(details.deliveries().get(0).title()).isEqualTo("Title");
        assertThat(details.me()).isTrue();
        UserQuery.Details other = new UserQuery(database).details("29:6").orElseThrow();
        assertThat(other.contact()).isNull();
        assertThat(other.me()).isFalse();
        assertThat(new UserQuery(database).details("29:none")).isEmpty();
        for (int i = 0; i < 25; i++) {
            StoreFixture.planned(ledger, Audience.ofUsers(Set.of("29:6")));
        }
        List<UserQuery.Sent> many =
                new UserQuery(database).details("29:6").orElseThrow().deliveries();
        assertThat(many).hasSize(20);
        assertThat(many.get(0).runId()).isGreaterThan(many.get(19).runId());
    }

    @Test
    void conversationsAreToldApartByWhatTheyAreGoodFor() {
        ConversationQuery query = new ConversationQuery(database);
        StoreFixture.change(database, "UPDATE conversation SET inactive_at = 5 WHERE conversation_id = 'a:One'");
        StoreFixture.change(
                database,
                "UPDATE conversation SET origin = 'IMPORT', last_accepted_at = NULL WHERE conversation_id = 'a:Two'");
        StoreFixture.change(
                database,
                "UPDATE person SET entry = -1 WHERE id = (SELECT u.person FROM user u JOIN conversation c ON c.user = u.id"
                        + " WHERE c.conversation_id = 'a:Three')");
        Map<String, ConversationState> states = new TreeMap<>();
        query.select(ConversationQuery.Filter.ALL, List.of()).each(row -> states.put(row.id(), row.state()));
        assertThat(states)
                .isEqualTo(Map.of(
                        "a:One", ConversationState.INACTIVE,
                        "a:Two", ConversationState.UNCONFIRMED,
                        "a:Three", ConversationState.EARLIER));
        for (Map.Entry<String, ConversationState> each : states.entrySet()) {
            ConversationQuery.Filter filter = new ConversationQuery.Filter("", Set.of(each.getValue()));
            assertThat(query.select(filter, List.of()).page(0, 9))
                    .extracting(ConversationQuery.Row::id)
                    .containsExactly(each.getKey());
        }
        assertThat(query.select(
                                new ConversationQuery.Filter(
                                        "a:one", Set.of(ConversationState.INACTIVE, ConversationState.EARLIER)),
                                List.of())
                        .count())
                .isEqualTo(1);
        assertThat(query.select(new ConversationQuery.Filter(null, Set.of(ConversationState.CURRENT)), List.of())
                        .count())
                .isZero();
        UserQuery.Details details = new UserQuery(database).details("29:2").orElseThrow();
        assertThat(details.contact().state()).isEqualTo(ConversationState.UNCONFIRMED);
        assertThat(details.unverified()).isFalse();
    }

    /** Who has the bot by the word of an event is there, in a team or not. */
    @Test
    void whoHasTheBotIsShown() {
        StoreFixture.change(database, "DELETE FROM roster_member");
        assertThat(people(null, null, List.of())).isEmpty();
        StoreFixture.change(
                database,
                "INSERT INTO event_user (user, aspect, at, rank, value) SELECT id, 'INSTALLED', 1, 1, user_id = '29:3'"
                        + " FROM user WHERE user_id IN ('29:2', '29:3')");
        assertThat(people(null, null, List.of())).containsExactly("29:3");
    }

    private static ConversationQuery.Filter found(String search) {
        return new ConversationQuery.Filter(search, Set.of());
    }

    @Test
    void conversationsAreListedSearchedAndStreamed() {
        ConversationQuery query = new ConversationQuery(database);
        assertThat(query.select(found(null), List.of()).count()).isEqualTo(3);
        assertThat(query.select(found(""), List.of(new Sort<>(ConversationQuery.Column.ID, true)))
                        .page(0, 10))
                .extracting(ConversationQuery.Row::id)
                .containsExactly("a:One", "a:Three", "a:Two");
        assertThat(query.select(found("A:THREE"), List.of()).page(0, 10))
                .extracting(ConversationQuery.Row::name)
                .containsExactly("Иван Петров");
        assertThat(query.select(found("иван"), List.of()).count()).isEqualTo(1);
        ConversationQuery.Row refused =
                query.select(found("a:two"), List.of()).page(0, 10).get(0);
        assertThat(refused.lastAcceptedAt()).isNull();
        assertThat(refused.lastStatus()).isEqualTo(403);
        assertThat(refused.lastCode()).isEqualTo("MessageWritesBlocked");
        assertThat(refused.origin()).isEqualTo(ConversationOrigin.CREATED);
        assertThat(refused.createdAt()).isEqualTo(at(2));
        ConversationQuery.Row accepted =
                query.select(found("a:one"), List.of()).page(0, 10).get(0);
        assertThat(accepted.lastAcceptedAt()).isEqualTo(accepted.lastCallAt()).isNotNull();
        for (ConversationQuery.Column column : ConversationQuery.Column.values()) {
            List<ConversationQuery.Row> streamed = new ArrayList<>();
            query.select(found(null), List.of(new Sort<>(column, false))).each(streamed::add);
            assertThat(streamed)
                    .isEqualTo(query.select(found(null), List.of(new Sort<>(column, false)))
                            .page(0, 10));
            assertThat(streamed).hasSize(3);
        }
    }

    @Test
    void deliveriesAreFilteredSearchedAndSorted() {
        DeliveryQuery query = new DeliveryQuery(database);
        DeliveryChoice all = DeliveryChoice.ofRun(run);
        assertThat(query.select(all, List.of()).count()).isEqualTo(6);
        assertThat(query.select(all, List.of(new Sort<>(DeliveryQuery.Column.STATE, true)))
                        .page(0, 10))
                .extracting(DeliveryQuery.Row::state)
                .containsExactly(
                        DeliveryState.WAITING,
                        DeliveryState.WAITING,
                        DeliveryState.SENT,
                        DeliveryState.REFUSED,
                        DeliveryState.IN_DOUBT,
                        DeliveryState.EXCLUDED);
        assertThat(query.select(all, List.of(new Sort<>(DeliveryQuery.Column.NAME, true)))
                        .page(0, 10))
                .extracting(DeliveryQuery.Row::userId)
                .containsExactly("29:6", "29:2", "29:1", "29:5", "29:3", "29:4");
        DeliveryChoice ended = new DeliveryChoice(
                run, false, Set.of(DeliveryState.SENT, DeliveryState.REFUSED), null, null, "blocked", Set.of());
        assertThat(query.select(ended, List.of()).page(0, 10))
                .extracting(DeliveryQuery.Row::userId)
                .containsExactly("29:2");
        assertThat(query.select(new DeliveryChoice(run, false, Set.of(), null, null, "strasse", Set.of()), List.of())
                        .count())
                .isEqualTo(1);
        assertThat(query.select(new DeliveryChoice(run, false, Set.of(), null, null, "504", Set.of()), List.of())
                        .count())
                .isEqualTo(1);
        assertThat(query.select(DeliveryChoice.ofRun(run + 1), List.of()).count())
                .isZero();
        DeliveryQuery.Row sent = query.select(
                        new DeliveryChoice(run, false, Set.of(DeliveryState.SENT), null, null, "", Set.of()), List.of())
                .page(0, 10)
                .get(0);
        assertThat(sent)
                .isEqualTo(new DeliveryQuery.Row(
                        sent.id(),
                        run,
                        1,
                        JobKind.SEND,
                        null,
                        null,
                        null,
                        "29:1",
                        "Zoë Straße",
                        "Zoë.Straße@example.com",
                        DeliveryState.SENT,
                        DeliveryState.SENT,
                        null,
                        null,
                        "a:One",
                        "act",
                        2,
                        false,
                        true,
                        null,
                        at(3 + sent.id()),
                        MessageFate.AS_SENT,
                        1,
                        null,
                        false));
        for (DeliveryQuery.Column column : DeliveryQuery.Column.values()) {
            List<DeliveryQuery.Row> streamed = new ArrayList<>();
            query.select(all, List.of(new Sort<>(column, false))).each(streamed::add);
            assertThat(streamed)
                    .isEqualTo(query.select(all, List.of(new Sort<>(column, false)))
                            .page(0, 10));
        }
        assertThat(query.causes(run))
                .containsExactlyInAnyOrder(
                        new DeliveryQuery.CauseCount(
                                DeliveryState.EXCLUDED, "Removed", Reason.of("leftOut.Removed"), 1),
                        new DeliveryQuery.CauseCount(
                                DeliveryState.IN_DOUBT, "504", Reason.of("answer.sendTrouble", 504, "504"), 1),
                        new DeliveryQuery.CauseCount(
                                DeliveryState.REFUSED,
                                "MessageWritesBlocked",
                                Reason.of("answer.blockedOrRemoved", 403, "MessageWritesBlocked"),
                                1));
    }

    @Test
    void runsAreListedNewestFirst() {
        RunQuery query = new RunQuery(database);
        long later = ledger.plans()
                .begin(
                        "Café closed",
                        new dev.rostrum.domain.Message("It is closed.", TextFormat.PLAIN),
                        new Audience(Set.of("19:s", "19:m"), Set.of("29:1"), Set.of()),
                        SendChoices.NONE,
                        at(50));
        assertThat(query.select("").count()).isEqualTo(2);
        assertThat(query.select(null).page(0, 10)).extracting(RunQuery.Row::id).containsExactly(later, run);
        assertThat(query.select("cafe").page(0, 10))
                .extracting(RunQuery.Row::id)
                .containsExactly(later);
        assertThat(query.select("hello").page(0, 10))
                .extracting(RunQuery.Row::id)
                .containsExactly(run);
        assertThat(query.select(null).page(1, 10)).extracting(RunQuery.Row::id).containsExactly(run);
        get(ledger.jobs().setState(run, RunState.PAUSED, PauseReason.STORAGE, Reason.of("pause.disk"), at(60)));
        assertThat(query.find(run))
                .contains(new RunQuery.Row(
                        run,
                        1,
                        JobKind.SEND,
                        null,
                        SendChoices.NONE,
                        false,
                        "Title",
                        "Hello **all**",
                        StoreFixture.message().format(),
                        RunState.PAUSED,
                        PauseReason.STORAGE,
                        Reason.of("pause.disk"),
                        new AudienceNames(List.of("Sales"), 0, 0),
                        new Totals(6, 2, 0, 0, 1, 1, 1, 1, 0),
                        T0,
                        T0,
                        null));
        assertThat(query.find(later).orElseThrow().audience())
                .isEqualTo(new AudienceNames(List.of("Marketing", "Sales"), 0, 1));
        assertThat(query.find(later).orElseThrow().totals()).isEqualTo(Totals.NONE);
        assertThat(query.find(12345)).isEmpty();
        Set<String> many = Set.of("19:s", "19:m", "19:x", "19:y", "19:z");
        long wide = ledger.plans().begin("W", StoreFixture.message(), Audience.ofTeams(many), SendChoices.NONE, T0);
        assertThat(query.find(wide).orElseThrow().audience().moreTeams()).isEqualTo(2);
    }

    @Test
    void aReaderOfAnotherProcessSeesTheSame() {
        try (Database reader = Database.openForReading(folder.resolve("x.db"), StoreFixture.IDENTITY)) {
            assertThat(new UserQuery(reader).select(PeopleFilter.of(null, null)).count())
                    .isEqualTo(6);
            assertThat(Ledger.of(reader)
                            .previews()
                            .preview(
                                    Audience.ofTeams(Set.of("19:s")),
                                    StoreFixture.message(),
                                    new SendChoices(false, 0, false, "seen by the reader too"),
                                    at(20),
                                    person -> {}))
                    .isEqualTo(StoreFixture.counts(6, 0, 5, 6, 3));
        }
    }

    /** What nobody sends any more is not shown as being sent. */
    @Test
    void aRunThatNobodySendsIsInterrupted() {
        try (Database beside = Database.openForReading(folder.resolve("x.db"), StoreFixture.IDENTITY)) {
            RunQuery read = new RunQuery(beside);
            assertThat(read.find(run).orElseThrow().state()).isEqualTo(RunState.RUNNING);

            // As where a process is cut off: nothing is said of the run.
            database.close();

            assertThat(read.find(run).orElseThrow().state()).isEqualTo(RunState.INTERRUPTED);
            assertThat(read.select("").page(0, 10))
                    .extracting(RunQuery.Row::state)
                    .containsExactly(RunState.INTERRUPTED);
            assertThat(read.jobs(read.find(run).orElseThrow().announcementId()))
                    .extracting(RunQuery.Row::state)
                    .containsExactly(RunState.INTERRUPTED);
        }
    }

    /** Every question says the same of what was in flight when a program was cut off: what the next start will say. */
    @Test
    void whatWasInFlightAtTheCutIsReadAsTheNextStartLeavesIt() {
        List<DueDelivery> last = ledger.deliveries().due(run, at(0), 2, Deliveries.EVERY_ROW);
        get(ledger.claims().opening(last.get(0), at(31)));
        get(ledger.claims().openedAndSending(last.get(0), "a:Five", result(at(32), 201), at(32)));
        get(ledger.claims().opening(last.get(1), at(33)));
        DeliveryChoice doubts = DeliveryChoice.ofStates(run, Set.of(DeliveryState.IN_DOUBT));
        Path file = folder.resolve("x.db");
        try (Database beside = Database.openForReading(file, StoreFixture.IDENTITY)) {
            DeliveryQuery query = new DeliveryQuery(beside);
            RowQuery<DeliveryQuery.Row> inDoubt = query.select(doubts, List.of());
            assertThat(inDoubt.count()).as("while it is being sent").isEqualTo(1);
            String sent = last.get(0).userId();
            assertThat(told(beside, sent).state()).isEqualTo(DeliveryState.SENDING);

            database.close();

            assertThat(inDoubt.count())
                    .as("the same question, as a table asks it again")
                    .isEqualTo(2);
            DeliveryQuery.Row cut = inDoubt.page(0, 10).stream()
                    .filter(row -> row.userId().equals(sent))
                    .findFirst()
                    .orElseThrow();
            assertThat(cut.stored()).isEqualTo(DeliveryState.SENDING);
            assertThat(cut.interrupted()).isTrue();
            assertThat(States.of(cut.kind(), cut.state(), cut.reason())).isEqualTo("May be in doubt");
            assertThat(told(beside, sent).reason()).isEqualTo(cut.reason());
            assertThat(told(beside, sent).interrupted()).isTrue();
            assertThat(query.causes(run))
                    .contains(new DeliveryQuery.CauseCount(DeliveryState.IN_DOUBT, null, Reason.of(Reason.CUT_OFF), 1));
            DeliveryChoice because = new DeliveryChoice(run, false, Set.of(), null, Reason.CUT_OFF, "", Set.of());
            assertThat(query.select(because, List.of()).page(0, 10)).containsExactly(cut);

            RunQuery.Row interrupted = new RunQuery(beside).find(run).orElseThrow();
            assertThat(interrupted.totals().sending()).isEqualTo(1);
            List<DeliveryQuery.Row> rows =
                    query.select(DeliveryChoice.ofRun(run), List.of()).page(0, 10);
            for (DeliveryState state : DeliveryState.values()) {
                long listed = rows.stream().filter(row -> row.state() == state).count();
                assertThat(interrupted.seen().of(state)).as("%s", state).isEqualTo(listed);
                assertThat(new OutcomeQuery(beside)
                                .counts(interrupted.announcementId()).stream()
                                        .filter(count -> count.state() == state)
                                        .mapToLong(OutcomeQuery.Count::people)
                                        .sum())
                        .as("%s", state)
                        .isEqualTo(listed);
            }
            try (Database next = StoreFixture.open(file)) {
                Ledger.of(next).jobs().recover(at(40));
                assertThat(new DeliveryQuery(next)
                                .select(DeliveryChoice.ofRun(run), List.of())
                                .page(0, 10))
                        .extracting(DeliveryQuery.Row::state)
                        .isEqualTo(rows.stream().map(DeliveryQuery.Row::state).toList());
            }
        }
    }

    private static UserQuery.Sent told(Database database, String userId) {
        return new UserQuery(database)
                .details(userId)
                .orElseThrow()
                .deliveries()
                .get(0);
    }

    @Test
    void countAndPagesAreOfOneSnapshot() throws Exception {
        RowQuery<AuditQuery.Row> query = new AuditQuery(database).select();
        AtomicBoolean over = new AtomicBoolean();
        Thread adding = new Thread(() -> {
            while (!over.get()) {
                StoreFixture.change(database, "INSERT INTO audit_log (at, os_user, act) VALUES (1, 'ada', 'PLANNED')");
            }
        });
        adding.start();
        try {
            long last = 0;
            for (int i = 0; i < 200; i++) {
                Snapshot<AuditQuery.Row> found = query.open(10_000, 0, 1);
                assertThat(found.page(0, 10_000)).hasSize((int) found.count());
                assertThat(found.page(1, 10_000)).hasSize((int) Math.max(0, found.count() - 1));
                last = found.count();
            }
            assertThat(last).as("rows that came in between").isPositive();
        } finally {
            over.set(true);
            adding.join();
        }
        assertThat(query).isEqualTo(new AuditQuery(database).select()).isNotEqualTo(new AuditQuery(database).ofRun(1));
    }
}
