package dev.rostrum.store.ledger;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.get;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.people.PersonErasing;
import dev.rostrum.store.people.TeamStore.RosterChange;
import dev.rostrum.store.people.UserStore;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person, one identity: entries with one object id are one person in everything that is done. */
class PersonTest {
    private static final String TEAM = "19:t@thread.tacv2";
    private static final Audience ALL = Audience.ofTeams(Set.of(TEAM));
    private static final String ANNA = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String BERT = "bbbbbbbb-0000-4000-8000-000000000002";
    private static final String DORA = "dddddddd-0000-4000-8000-000000000004";
    private static final Message HELLO = new Message("Hello", TextFormat.PLAIN);

    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;
    private OptOuts optOuts;
    private UserStore users;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        AuditLog audit = new AuditLog(() -> "ada");
        ledger = Ledger.of(database, () -> GuardRules.DEFAULT, audit);
        optOuts = new OptOuts(database, audit, Clock.fixed(T0, ZoneOffset.UTC));
        users = new UserStore(database);
        roster(database, TEAM, at(1), user("29:a", ANNA, "Anna"), user("29:b", BERT, "Bert"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** As when the bot's Teams channel was made anew. */
    private RosterChange newIds(Instant at) {
        return roster(database, TEAM, at, user("29:a2", ANNA, "Anna"), user("29:b2", BERT, "Bert"));
    }

    private long plan(String text, Audience audience) {
        Message message = new Message(text, TextFormat.PLAIN);
        JobCounts preview = StoreFixture.preview(ledger, audience, message, SendChoices.NONE, at(2));
        long run = ledger.plans().begin(text, message, audience, SendChoices.NONE, at(2));
        while (!ledger.plans().planNext(run, 1, at(2)).complete()) {
            // One by one.
        }
        ledger.plans().planned(run, at(2));
        assertThat(ledger.jobs().totals(run).selected()).isEqualTo(preview.selected());
        assertThat(ledger.jobs().totals(run).waiting()).isEqualTo(preview.recipients());
        start(run);
        return run;
    }

    private void start(long run) {
        get(ledger.jobs().setState(run, RunState.RUNNING, null, null, at(2)));
    }

    private List<DueDelivery> due(long run) {
        return ledger.deliveries().due(run, at(100), 100, Deliveries.EVERY_ROW);
    }

    private static CallResult answer() {
        return new CallResult(at(5), at(5), 200, null, null, 1, null);
    }

    private boolean claim(DueDelivery row) {
        return row.conversationId() == null
                ? get(ledger.claims().opening(row, at(5)))
                        && get(ledger.claims().openedAndSending(row, "a:" + row.userId(), answer(), at(5)))
                : get(ledger.claims().sending(row, at(5)));
    }

    private boolean send(DueDelivery row) {
        return claim(row) && get(ledger.outcomes().settle(row, answer(), new CallOutcome.Sent("act-" + row.userId())));
    }

    private void sendAll(long run) {
        due(run).forEach(this::send);
        get(ledger.jobs().setState(run, RunState.DONE, null, null, at(6)));
        assertThat(ledger.jobs().totals(run)).isEqualTo(ledger.jobs().recount(run));
        assertThat(ledger.jobs().totals(run).addUp()).isTrue();
    }

    private List<String> rows(long run) {
        return texts(
                database,
                "SELECT coalesce(u.user_id, u.object_id, '-') || ' ' || d.state || ifnull(' ' || d.code, '') || ifnull(' '"
                        + " || d.conversation_id, '') FROM delivery d JOIN user u ON u.id = d.user WHERE d.job = ? ORDER BY d.id",
                run);
    }

    @Test
    void whoComesBackUnderAnotherIdHasNeitherJoinedNorLeft() {
        users.setMe("29:a");
        optOuts.set("29:b", OptOut.Asker.PERSON, "please");
        assertThat(newIds(at(9))).isEqualTo(new RosterChange(0, 0, 2, 2, List.of(), 0, 0));
        assertThat(newIds(at(10))).isEqualTo(new RosterChange(0, 0, 0, 2, List.of(), 0, 0));
        assertThat(texts(
                        database,
                        "SELECT u.user_id || ' ' || m.since FROM membership m JOIN user u ON u.id = m.user ORDER BY 1"))
                .containsExactly("29:a2 " + at(1).toEpochMilli(), "29:b2 " + at(1).toEpochMilli());
        for (String name : List.of("29:a", "29:a2", ANNA, ANNA.toUpperCase(Locale.ROOT), "anna@EXAMPLE.com")) {
            assertThat(users.find(name)).as(name).map(User::id).contains("29:a2");
        }
        assertThat(users.me()).map(User::id).contains("29:a2");
        assertThat(optOuts.find("29:b2")).map(OptOut::note).contains("please");
        UserQuery query = new UserQuery(database);
        UserQuery.Details details = query.details("29:a").orElseThrow();
        assertThat(details.user().id()).isEqualTo("29:a2");
        assertThat(details.earlierIds()).containsExactly("29:a");
        assertThat(details.me()).isTrue();
        assertThat(details.teams()).extracting(UserQuery.Membership::since).containsExactly(at(1));
        for (String search : List.of("29:a", "anna", ANNA)) {
            assertThat(query.select(PeopleFilter.of(null, search)).page(0, 10))
                    .as(search)
                    .extracting(UserQuery.Row::id)
                    .containsExactly("29:a2");
        }
        assertThat(query.select(PeopleFilter.of(TEAM, "")).count()).isEqualTo(2);
    }

    @Test
    void whereTwoTeamsKnowDifferentIdsThePersonIsOne() {
        roster(database, "19:2", at(2), user("29:a2", ANNA, "Anna"));
        Audience both = Audience.ofTeams(Set.of(TEAM, "19:2"));
        assertThat(StoreFixture.preview(ledger, both, HELLO, SendChoices.NONE, at(2))
                        .selected())
                .isEqualTo(2);
        assertThat(rows(plan("1", both))).containsExactly("29:a2 WAITING", "29:b WAITING");
        UserQuery query = new UserQuery(database);
        assertThat(query.select(PeopleFilter.of(null, "")).page(0, 10))
                .extracting(UserQuery.Row::id, UserQuery.Row::teams)
                .containsExactly(tuple("29:a2", 2), tuple("29:b", 1));
        // The roster that was completed last has the word.
        roster(database, TEAM, at(3), user("29:a", ANNA, "Anna"), user("29:b", BERT, "Bert"));
        assertThat(users.find(ANNA)).map(User::id).contains("29:a");
    }

    @Test
    void aClaimTakesTheIdsOfTheRosterCompletedLast() {
        long first = plan("1", ALL);
        send(due(first).get(0));
        DueDelivery readBefore = due(first).get(0);
        newIds(at(9));
        assertThat(claim(readBefore))
                .as("the ids that were read are out of use")
                .isFalse();
        DueDelivery now = due(first).get(0);
        assertThat(now.userId()).isEqualTo("29:b2");
        assertThat(now.conversationId()).isNull();
        assertThat(send(now)).isTrue();
        assertThat(rows(first)).containsExactly("29:a SENT a:29:a", "29:b2 SENT a:29:b2");
        long second = plan("2", ALL);
        assertThat(due(second))
                .extracting(DueDelivery::userId, DueDelivery::conversationId)
                .containsExactly(tuple("29:a2", null), tuple("29:b2", "a:29:b2"));
        DeliveryQuery deliveries = new DeliveryQuery(database);
        assertThat(deliveries
                        .select(new DeliveryChoice(second, false, Set.of(), null, null, "29:a", Set.of()), List.of())
                        .page(0, 10))
                .as("an id that is out of use")
                .hasSize(1);
    }

    @Test
    void aRecallIsNoMessageThatWasAccepted() {
        long first = plan("1", ALL);
        sendAll(first);
        UserQuery people = new UserQuery(database);
        Instant accepted = people.details("29:a").orElseThrow().lastAcceptedAt();
        assertThat(accepted).isEqualTo(at(5));
        long recall =
                ledger.followUps().begin(JobKind.RECALL, DeliveryChoice.ofRun(first), null, SendChoices.NONE, at(7));
        List<Long> chosen = ledger.followUps().chosen(JobKind.RECALL, DeliveryChoice.ofRun(first));
        ledger.followUps().planNext(recall, chosen, 10, at(7));
        ledger.plans().planned(recall, at(7));
        start(recall);
        for (DueDelivery row : due(recall)) {
            assertThat(get(ledger.claims().sending(row, at(20)))).isTrue();
            CallResult late = new CallResult(at(20), at(20), 200, null, null, 1, null);
            assertThat(get(ledger.outcomes().settle(row, late, new CallOutcome.Sent(row.target()))))
                    .isTrue();
        }
        UserQuery.Details anna = people.details("29:a").orElseThrow();
        assertThat(anna.lastAcceptedAt()).isEqualTo(accepted);
        assertThat(anna.deliveries())
                .extracting(sent -> States.of(sent.kind(), sent.state(), sent.reason()))
                .containsExactly("Accepted, recalled", "Accepted by Teams");
    }

    @Test
    void whoMayBeSomebodyWhoLeftIsNotWrittenToEither() {
        String other = "19:o@thread.tacv2";
        roster(
                database,
                TEAM,
                at(1),
                user("29:x", null, "Xenia"),
                user("29:y", null, "Yvo"),
                user("29:z", null, "Zoe"),
                user("29:a", ANNA, "Anna"));
        roster(database, other, at(1), user("29:x", null, "Xenia"), user("29:z", null, "Zoe"));
        optOuts.set("29:x", OptOut.Asker.PERSON, "Asked by mail");
        optOuts.set("29:z", OptOut.Asker.ADMIN, null);
        optOuts.set("29:a", OptOut.Asker.ADMIN, null);
        users.setMe("29:y");

        assertThat(roster(
                        database,
                        TEAM,
                        at(9),
                        user("29:x2", null, "XENIA"),
                        user("29:y2", null, "Yvo"),
                        user("29:z", null, "Zoe"),
                        user("29:z3", null, "Zoe"),
                        user("29:a3", null, "Anna")))
                .as("Zoe is there all the time")
                .isEqualTo(new RosterChange(4, 3, 0, 5, List.of(), 3, 2));
        OptOut carried = optOuts.find("29:x2").orElseThrow();
        assertThat(carried.asker()).isEqualTo(OptOut.Asker.PERSON);
        assertThat(Sentences.note(carried)).contains("from person 4,").endsWith(": Asked by mail");
        assertThat(optOuts.find("29:y2")).isEmpty();
        assertThat(optOuts.find("29:z3")).isEmpty();
        assertThat(optOuts.find("29:a3")).map(OptOut::asker).contains(OptOut.Asker.ADMIN);
        assertThat(users.me()).map(User::id).as("does not follow").contains("29:y");
        assertThat(texts(database, "SELECT detail FROM audit_log WHERE detail LIKE 'audit.carried%'"))
                .containsExactly("audit.carried|n1:9n1:1", "audit.carried|n2:10n1:4");

        assertThat(roster(database, other, at(10), user("29:x3", null, "Xenia"), user("29:z", null, "Zoe")))
                .as("in a third life, from the first")
                .isEqualTo(new RosterChange(1, 1, 0, 2, List.of(), 1, 1));
        assertThat(Sentences.note(optOuts.find("29:x3").orElseThrow())).contains("from person 4,");
        optOuts.clear("29:x2", "again");
        assertThat(roster(database, TEAM, at(11), user("29:x2", null, "Xenia")).optOuts())
                .as("who was there before")
                .isZero();
    }

    /** One of the two may be known by object id alone, as from a file. */
    @Test
    void whoseObjectIdIsKnownOnlyOnOneSideIsNotWrittenToEither() {
        User dora = new User(DORA, DORA, "Dora", null, null, "dora@example.com", null, "t", UserKind.MEMBER);
        new ImportStore(database, optOuts).take(List.of(new ImportStore.KnownPerson(dora, null)), T0);
        roster(
                database,
                TEAM,
                at(1),
                user("29:x", null, "Xenia"),
                user("29:a", ANNA, "Anna"),
                user("29:b", BERT, "Bert"));
        for (String out : List.of("29:x", "29:a", "29:b", DORA)) {
            optOuts.set(out, OptOut.Asker.PERSON, null);
        }
        String yvo = "cccccccc-0000-4000-8000-000000000003";
        assertThat(roster(
                        database,
                        TEAM,
                        at(9),
                        user("29:x2", yvo, "Xenia"),
                        user("29:a2", null, "Anna"),
                        user("29:b2", "eeeeeeee-0000-4000-8000-000000000005", "Bert"),
                        user("29:d2", null, "Dora")))
                .as("two object ids make two people of one address")
                .isEqualTo(new RosterChange(4, 3, 0, 4, List.of(), 3, 3));
        assertThat(rows(plan("1", ALL)))
                .containsExactly(
                        "29:a2 EXCLUDED OptedOut",
                        "29:b2 WAITING",
                        "29:d2 EXCLUDED OptedOut",
                        "29:x2 EXCLUDED OptedOut");
        assertThat(Sentences.note(optOuts.find("29:d2").orElseThrow())).contains("from person 3,");
    }

    @Test
    void anOptOutThatWasTakenBackDoesNotReturnWithTheNextTeam() {
        roster(database, TEAM, at(1), user("29:x", null, "Xenia"));
        optOuts.set("29:x", OptOut.Asker.PERSON, "please");
        assertThat(roster(database, TEAM, at(9), user("29:x2", null, "Xenia")).optOuts())
                .isEqualTo(1);
        optOuts.clear("29:x2", "another Xenia");
        assertThat(roster(database, "19:2", at(10), user("29:x2", null, "Xenia"))
                        .optOuts())
                .isZero();
        assertThat(optOuts.find("29:x2")).isEmpty();
        // It is remembered of whoever they turn out to be.
        assertThat(roster(database, "19:3", at(11), user("29:x2", ANNA, "Xenia"))
                        .optOuts())
                .isZero();
        assertThat(optOuts.find(ANNA)).isEmpty();

        OptOuts later = new OptOuts(database, new AuditLog(() -> "ada"), Clock.fixed(at(50), ZoneOffset.UTC));
        later.clear("29:x", "again");
        later.set("29:x", OptOut.Asker.PERSON, "no more");
        assertThat(roster(database, "19:4", at(60), user("29:x2", ANNA, "Xenia"))
                        .optOuts())
                .as("what was asked for since is news")
                .isEqualTo(1);
    }

    @Test
    void newcomersOfAFileAreNotWrittenToEitherWhereTheyMayBeSomebodyWithAnOptOut() {
        roster(database, TEAM, at(1), user("29:x", null, "Xenia"), user("29:a", ANNA, "Anna"));
        optOuts.set("29:x", OptOut.Asker.PERSON, "please");
        optOuts.set("29:a", OptOut.Asker.PERSON, null);
        ImportStore imports = new ImportStore(database, optOuts);
        List<ImportStore.KnownPerson> file = List.of(
                new ImportStore.KnownPerson(user("29:x2", null, "XENIA"), "a:x2"),
                new ImportStore.KnownPerson(user("29:x3", BERT, "Xenia"), null),
                new ImportStore.KnownPerson(user("29:a2", DORA, "Anna"), null),
                new ImportStore.KnownPerson(user("29:c", null, "Carl"), null));
        List<ImportStore.Imported> said = imports.look(file);
        assertThat(said)
                .containsExactly(
                        new ImportStore.Imported(ImportStore.Taken.PERSON_AND_CONVERSATION, false, true),
                        new ImportStore.Imported(ImportStore.Taken.OTHER_PERSON, false, false),
                        new ImportStore.Imported(ImportStore.Taken.PERSON, false, false),
                        new ImportStore.Imported(ImportStore.Taken.PERSON, false, false));
        assertThat(optOuts.find("29:x2")).isEmpty();
        assertThat(imports.take(file, at(9))).isEqualTo(said);
        assertThat(rows(plan("1", Audience.ofUsers(Set.of("29:x2", "29:a2", "29:c")))))
                .as("two object ids make two people of one address")
                .containsExactlyInAnyOrder("29:x2 EXCLUDED OptedOut", "29:a2 WAITING", "29:c WAITING");
        assertThat(Sentences.note(optOuts.find("29:x2").orElseThrow())).contains("from person 4,");
    }

    /** Nobody gets two messages because a file told the ids apart first. */
    @Test
    void aFileMaySayThatTwoWereOneAllAlong() {
        User alone = new User(DORA, DORA, "Dora", null, null, null, null, "t", UserKind.MEMBER);
        ImportStore imports = new ImportStore(database, optOuts);
        imports.take(
                List.of(
                        new ImportStore.KnownPerson(user("29:d", null, "Dora"), "a:d"),
                        new ImportStore.KnownPerson(alone, "a:same")),
                at(2));
        long before = plan("1", Audience.ofUsers(Set.of("29:d", DORA)));
        List<ImportStore.KnownPerson> both = List.of(
                new ImportStore.KnownPerson(user("29:d", ANNA, "Dora"), null),
                new ImportStore.KnownPerson(user("29:e", BERT, "Dora"), null),
                new ImportStore.KnownPerson(user("29:d", DORA, "Dora"), "a:d"));
        List<ImportStore.Imported> said = imports.look(both);
        assertThat(said)
                .containsExactly(
                        new ImportStore.Imported(ImportStore.Taken.OTHER_PERSON, false, false),
                        new ImportStore.Imported(ImportStore.Taken.OTHER_PERSON, false, false),
                        new ImportStore.Imported(ImportStore.Taken.KNOWN, true, false));
        assertThat(imports.take(both, at(3))).isEqualTo(said);
        assertThat(imports.take(both.subList(2, 3), at(3)))
                .containsExactly(new ImportStore.Imported(ImportStore.Taken.KNOWN, false, false));
        sendAll(before);
        assertThat(rows(before)).hasSize(2).contains("29:d SENT a:29:d").anyMatch(row -> row.endsWith("SamePerson"));
        assertThat(rows(plan("2", Audience.ofUsers(Set.of("29:d", DORA))))).containsExactly("29:d WAITING");
    }

    @Test
    void aFileMayAddTheIdThatIsMissing() {
        User eve = new User(DORA, DORA, "Eve", null, null, null, null, "t", UserKind.MEMBER);
        ImportStore imports = new ImportStore(database, optOuts);
        imports.take(
                List.of(
                        new ImportStore.KnownPerson(eve, null),
                        new ImportStore.KnownPerson(user("29:d", DORA, "Eve"), "a:d"),
                        new ImportStore.KnownPerson(user("29:d", null, "Eve"), null)),
                at(2));
        assertThat(texts(database, "SELECT user_id || ' ' || object_id FROM user WHERE name = 'Eve'"))
                .containsExactly("29:d " + DORA);
        DueDelivery row = due(plan("1", Audience.ofUsers(Set.of("29:d", DORA)))).get(0);
        // A file's id is used only after a create gave the same.
        assertThat(row.conversationId()).isNull();
    }

    @Test
    void capsAndTheSameTextAreThePersons() {
        sendAll(plan("1", ALL));
        newIds(at(9));
        long again = ledger.plans().begin("1", new Message("1", TextFormat.PLAIN), ALL, SendChoices.NONE, at(10));
        while (!ledger.plans().planNext(again, 5, at(10)).complete()) {
            // Step by step.
        }
        assertThat(rows(again)).containsExactly("29:a2 EXCLUDED SameText", "29:b2 EXCLUDED SameText");
    }

    @Test
    void messagesToMeCountInNothingAndAreInNoList() {
        for (String text : List.of("1", "2", "3")) {
            sendAll(plan(text, ALL));
        }
        change(database, "UPDATE announcement SET purpose = 'TO_ME'");
        assertThat(StoreFixture.preview(ledger, ALL, new Message("1", TextFormat.PLAIN), SendChoices.NONE, at(10))
                        .recipients())
                .isEqualTo(2);
        assertThat(new RunQuery(database).select("").count()).isZero();
        assertThat(new RunQuery(database).select("").page(0, 10)).isEmpty();
        assertThat(new UserQuery(database).details("29:a").orElseThrow().deliveries())
                .isEmpty();
        long toMe = ledger.plans().begin("t", new Message("1", TextFormat.PLAIN), ALL, SendChoices.NONE, at(10));
        change(
                database,
                "UPDATE announcement SET purpose = iif(id = (SELECT announcement FROM job WHERE id = ?), 'TO_ME', 'ANNOUNCEMENT')",
                toMe);
        optOuts.set("29:b", OptOut.Asker.ADMIN, null);
        while (!ledger.plans().planNext(toMe, 5, at(10)).complete()) {
            // Step by step.
        }
        assertThat(rows(toMe))
                .as("neither caps nor the same text")
                .containsExactly("29:a WAITING", "29:b EXCLUDED DoNotContact");
    }

    @Test
    void ofTwoWhoBecomeOneAfterThePlanOneIsWrittenTo() {
        roster(database, TEAM, at(1), user("29:x", null, "Xenia"), user("29:y", null, "Yvo"));
        long run = plan("1", ALL);
        List<DueDelivery> before = due(run);
        assertThat(before).hasSize(2);
        optOuts.set("29:x", OptOut.Asker.ADMIN, null);
        optOuts.clear("29:x", "again");
        assertThat(roster(database, TEAM, at(9), user("29:x", ANNA, "Xenia"), user("29:y", ANNA, "Yvo"))
                        .people())
                .isEqualTo(1);
        assertThat(number(database, "SELECT count(DISTINCT person) FROM user WHERE object_id = ?", ANNA))
                .isEqualTo(1);
        sendAll(run);
        assertThat(ledger.jobs().totals(run).sent()).isEqualTo(1);
        assertThat(ledger.jobs().totals(run).cancelled()).isEqualTo(1);
        assertThat(rows(run)).anyMatch(row -> row.endsWith("CANCELLED SamePerson"));
        OutcomeQuery outcomes = new OutcomeQuery(database);
        OutcomeQuery.Filter everybody =
                OutcomeQuery.Filter.of(number(database, "SELECT announcement FROM job WHERE id = ?", run));
        assertThat(outcomes.select(everybody, List.of()).page(0, 10))
                .extracting(DeliveryQuery.Row::state)
                .containsExactly(DeliveryState.SENT);
        assertThat(ledger.followUps().chosen(JobKind.RESEND, DeliveryChoice.ofRun(run)))
                .as("one row for a resend")
                .hasSize(1);
    }

    /** Both have been tried and wait again: else each would be kept back because of the other. */
    private static CallResult created() {
        return new CallResult(at(5), at(5), 200, null, null, 1, null);
    }

    /** Two entries of whom nobody knew that they are one. */
    private long planForTwins() {
        roster(database, TEAM, at(1), user("29:x", null, "Xenia"), user("29:y", null, "Yvo"));
        return plan("Twins", ALL);
    }

    private void twinsTurnOutToBeOne() {
        String carl = "cccccccc-0000-4000-8000-000000000003";
        roster(database, TEAM, at(9), user("29:x", carl, "Xenia"), user("29:y", carl, "Yvo"));
    }

    private List<String> states(long run) {
        return texts(database, "SELECT state || ifnull(' ' || code, '') FROM delivery WHERE job = ? ORDER BY id", run);
    }

    @Test
    void ofTwoWhoBecomeOneWhileBothAreOpenedOneIsWrittenTo() {
        long run = planForTwins();
        List<DueDelivery> rows = due(run);
        for (DueDelivery row : rows) {
            assertThat(get(ledger.claims().opening(row, at(5)))).isTrue();
        }
        twinsTurnOutToBeOne();
        for (DueDelivery row : rows) {
            assertThat(get(ledger.claims().openedAndSending(row, "a:" + row.userId(), created(), at(10))))
                    .isFalse();
        }
        sendAll(run);
        assertThat(states(run)).containsExactlyInAnyOrder("SENT", "CANCELLED SamePerson");
    }

    @Test
    void whoWasWrittenToUnderOneIdIsNotUnderTheOtherThatIsBeingOpened() {
        long run = planForTwins();
        List<DueDelivery> rows = due(run);
        DueDelivery first = rows.get(0);
        get(ledger.claims().opening(first, at(5)));
        get(ledger.claims().openedAndSending(first, "a:1", created(), at(5)));
        get(ledger.outcomes().settle(first, created(), new CallOutcome.Sent("one")));
        get(ledger.claims().opening(rows.get(1), at(5)));
        twinsTurnOutToBeOne();
        assertThat(get(ledger.claims().openedAndSending(rows.get(1), "a:2", created(), at(10))))
                .isFalse();
        sendAll(run);
        assertThat(states(run)).containsExactly("SENT", "CANCELLED SamePerson");
    }

    @Test
    void aRowReadBeforeItsIdNamedAnotherPersonIsReadAgain() {
        String carl = "cccccccc-0000-4000-8000-000000000003";
        StoreFixture.conversation(database, "29:b", "a:chat-of-29b", at(1));
        long run = plan("1", ALL);
        List<DueDelivery> stale = due(run);
        roster(database, TEAM, at(9), user("29:a", carl, "Carl"), user("29:b", ANNA, "Anna"));
        for (DueDelivery row : stale) {
            assertThat(get(
                            row.conversationId() == null
                                    ? ledger.claims().opening(row, at(10))
                                    : ledger.claims().sending(row, at(10))))
                    .as(row.userId())
                    .isFalse();
        }
        assertThat(due(run))
                .extracting(DueDelivery::userId, DueDelivery::conversationId)
                .containsExactlyInAnyOrder(tuple("29:b", null), tuple(BERT, null));
    }

    @Test
    void aConversationThatWasOpenedByAnIdOfAnotherPersonIsNotKept() {
        String carl = "cccccccc-0000-4000-8000-000000000003";
        long run = plan("1", ALL);
        DueDelivery anna = due(run).get(0);
        assertThat(anna.userId()).isEqualTo("29:a");
        get(ledger.claims().opening(anna, at(5)));
        roster(database, TEAM, at(9), user("29:a", carl, "Carl"), user("29:b", BERT, "Bert"));
        assertThat(get(ledger.claims().openedAndSending(anna, "a:chat-of-29a", created(), at(10))))
                .isFalse();
        assertThat(number(database, "SELECT count(*) FROM conversation")).isZero();
        assertThat(due(run)).extracting(DueDelivery::userId).containsExactlyInAnyOrder(ANNA, "29:b");
    }

    @Test
    void whoWasRemovedUnderOneIdIsNotWrittenToUnderAnother() {
        roster(database, TEAM, at(1), user("29:x", null, "Xenia"), user("29:y", null, "Yvo"));
        long run = plan("1", new Audience(Set.of(TEAM), Set.of(), Set.of("29:x")));
        twinsTurnOutToBeOne();
        sendAll(run);
        assertThat(states(run)).containsExactlyInAnyOrder("EXCLUDED Removed", "CANCELLED Removed");
    }

    @Test
    void whatMayHaveArrivedSaysWhatBecameOfThePerson() {
        long run = planForTwins();
        List<DueDelivery> rows = due(run);
        DueDelivery first = rows.get(0);
        get(ledger.claims().opening(first, at(5)));
        get(ledger.claims().openedAndSending(first, "a:1", created(), at(5)));
        get(ledger.outcomes().settle(first, created(), new CallOutcome.Sent("one")));
        get(ledger.claims().opening(rows.get(1), at(5)));
        get(ledger.outcomes()
                .notOpened(rows.get(1), created(), new CallOutcome.Refused("BadArgument", Reason.of("x"))));
        get(ledger.jobs().setState(run, RunState.DONE, null, null, at(8)));
        twinsTurnOutToBeOne();
        assertThat(ledger.followUps()
                        .chosen(
                                JobKind.RESEND,
                                new DeliveryChoice(
                                        run, false, Set.of(DeliveryState.REFUSED), null, null, "", Set.of())))
                .isEmpty();
        long announcement = ledger.jobs().find(run).orElseThrow().announcement();
        assertThat(new OutcomeQuery(database)
                        .select(OutcomeQuery.Filter.of(announcement), List.of())
                        .page(0, 10))
                .extracting(DeliveryQuery.Row::state)
                .containsExactly(DeliveryState.SENT);
    }

    @Test
    void ofTwoThatWereTriedOneGoesOn() {
        roster(database, TEAM, at(1), user("29:x", null, "Xenia"), user("29:y", null, "Yvo"));
        long run = plan("1", ALL);
        for (DueDelivery row : due(run)) {
            assertThat(get(ledger.claims().opening(row, at(5)))).isTrue();
            assertThat(get(ledger.outcomes()
                            .notOpened(row, answer(), new CallOutcome.Again(at(5), "429", Reason.of("wait")))))
                    .isTrue();
        }
        roster(database, TEAM, at(9), user("29:x", ANNA, "Xenia"), user("29:y", ANNA, "Yvo"));
        List<DueDelivery> both = due(run);
        assertThat(send(both.get(1))).isFalse();
        assertThat(send(both.get(0))).isTrue();
        assertThat(ledger.jobs().totals(run).sent()).isEqualTo(1);
        assertThat(ledger.jobs().totals(run).cancelled()).isEqualTo(1);
    }

    @Test
    void whatBelongedToEitherIsThePersons() {
        roster(database, TEAM, at(1), user("29:x", null, "Xenia"), user("29:a", ANNA, "Anna"));
        users.setMe("29:x");
        optOuts.set("29:x", OptOut.Asker.PERSON, "own");
        optOuts.set("29:a", OptOut.Asker.ADMIN, "admin");
        roster(database, TEAM, at(2), user("29:x", ANNA, "Xenia"), user("29:a", ANNA, "Anna"));
        assertThat(users.me()).map(User::objectId).contains(ANNA);
        assertThat(optOuts.find(ANNA)).map(OptOut::note).contains("own");
        assertThat(number(database, "SELECT count(*) FROM person WHERE object_id IS NULL OR object_id = ?", ANNA))
                .isEqualTo(1);
    }

    @Test
    void anIdThatNamesAnotherPersonIsToldAndTheEarlierOneKeepsTheHistory() {
        long run = plan("1", ALL);
        sendAll(run);
        String carl = "cccccccc-0000-4000-8000-000000000003";
        assertThat(roster(database, TEAM, at(9), user("29:a", carl, "Carl"), user("29:b", BERT, "Bert")))
                .isEqualTo(new RosterChange(1, 1, 0, 2, List.of("29:a"), 0, 0));
        assertThat(rows(run)).containsExactly(ANNA + " SENT a:29:a", "29:b SENT a:29:b");
        assertThat(users.find("29:a")).map(User::name).contains("Carl");
        assertThat(users.find(ANNA)).map(User::name).contains("Anna");
        assertThat(new UserQuery(database).details(carl).orElseThrow().deliveries())
                .isEmpty();
        assertThat(new UserQuery(database).details(ANNA).orElseThrow().deliveries())
                .hasSize(1);
        assertThat(number(database, "SELECT count(*) FROM conversation"))
                .as("nobody knows whose the conversation is")
                .isEqualTo(1);
        // And back again.
        assertThat(roster(database, TEAM, at(10), user("29:a", ANNA, "Anna"), user("29:b", BERT, "Bert"))
                        .otherPeople())
                .containsExactly("29:a");
        assertThat(users.find(ANNA)).map(User::id).contains("29:a");
        assertThat(rows(run)).containsExactly("29:a SENT a:29:a", "29:b SENT a:29:b");
    }

    @Test
    void somebodyKnownByObjectIdAloneIsWrittenToByIt() {
        String dora = DORA;
        User byObjectId = new User(dora, dora, "Dora", null, null, "dora@x.com", null, "t", UserKind.MEMBER);
        ImportStore imports = new ImportStore(database, optOuts);
        assertThat(imports.take(List.of(new ImportStore.KnownPerson(byObjectId, null)), T0))
                .extracting(ImportStore.Imported::taken)
                .containsExactly(ImportStore.Taken.PERSON);
        assertThat(imports.take(List.of(new ImportStore.KnownPerson(byObjectId, "a:dora")), T0))
                .extracting(ImportStore.Imported::taken)
                .containsExactly(ImportStore.Taken.CONVERSATION);
        change(database, "DELETE FROM conversation");
        assertThat(users.find("dora@x.com")).contains(byObjectId);
        assertThat(users.find(dora.toUpperCase(Locale.ROOT))).contains(byObjectId);
        long run = plan("1", Audience.ofUsers(Set.of(dora)));
        DueDelivery row = due(run).get(0);
        assertThat(row.userId()).as("the member id of the create").isEqualTo(dora);
        assertThat(send(row)).isTrue();
        assertThat(ledger.previews()
                        .explain(Audience.ofUsers(Set.of(dora)), HELLO, SendChoices.NONE, dora, at(9))
                        .in())
                .isTrue();
        // The roster completes the entry: what was opened by object id is the conversation of the pairwise id.
        roster(database, "19:2", at(9), user("29:d", dora, "Dora"));
        assertThat(number(database, "SELECT count(*) FROM user WHERE object_id = ?", dora))
                .isEqualTo(1);
        DueDelivery next = due(plan("2", Audience.ofUsers(Set.of(dora)))).get(0);
        assertThat(next.userId()).isEqualTo("29:d");
        assertThat(next.conversationId()).isEqualTo("a:" + dora);
        assertThat(new UserQuery(database).select(PeopleFilter.of(null, "29:d")).page(0, 10))
                .hasSize(1);
    }

    @Test
    void addressesMergeNobody() {
        roster(database, TEAM, at(1), user("29:m", null, "Mia"));
        roster(database, TEAM, at(2), user("29:n", null, "Mia"));
        assertThat(number(database, "SELECT count(DISTINCT person) FROM user WHERE name = 'Mia'"))
                .isEqualTo(2);
        assertThat(users.find("mia@example.com"))
                .as("who is in a team")
                .map(User::id)
                .contains("29:n");
        roster(database, TEAM, at(3), user("29:a", ANNA, "Anna"));
        assertThat(users.named("mia@example.com")).hasSize(2);
        assertThatThrownBy(() -> users.find("mia@example.com")).isInstanceOf(Problem.class);
    }

    @Test
    void candidatesAreListedWithTeamsAndDates() {
        roster(database, TEAM, at(1), user("29:m", null, "Mia"));
        roster(database, "19:2", at(2), user("29:n", null, "Mia"));
        assertThatThrownBy(() -> users.find("MIA@example.com"))
                .satisfies(says("2 people have the address"))
                .satisfies(says("29:m, first seen"))
                .satisfies(says("in Team " + TEAM + " since"));
        roster(database, TEAM, at(3));
        roster(database, "19:2", at(3));
        assertThatThrownBy(() -> users.find("mia@example.com")).satisfies(says("29:n, first seen"), says("in no team"));
    }

    @Test
    void whoIsErasedLeavesRowsThatCountAndNothingElse() {
        PersonErasing erasing = new PersonErasing(database, new AuditLog(() -> "ada"), Clock.fixed(T0, ZoneOffset.UTC));
        long run = plan("1", ALL);
        DueDelivery anna = due(run).get(0);
        claim(anna);
        get(ledger.outcomes().settle(anna, answer(), new CallOutcome.Refused("404", Reason.of("gone"))));
        newIds(at(9));
        assertThatThrownBy(() -> erasing.erase(BERT, false)).satisfies(says("waits or is under way"));
        sendAll(run);
        optOuts.set(ANNA, OptOut.Asker.PERSON, null);
        optOuts.clear(ANNA, "changed their mind");
        users.setMe(ANNA);
        long entry = number(database, "SELECT id FROM user WHERE user_id = '29:a'");

        erasing.erase("29:a", false);
        assertThat(number(database, "SELECT count(*) FROM opt_out_cleared")).isZero();

        assertThat(users.named(ANNA)).isEmpty();
        assertThat(users.named("29:a")).isEmpty();
        assertThat(users.named("29:a2")).isEmpty();
        assertThat(users.me()).isEmpty();
        assertThat(
                        number(
                                database,
                                "SELECT count(*) FROM user WHERE name = 'Anna' OR user_id LIKE '29:a%' OR folded LIKE '%anna%'"))
                .isZero();
        assertThat(number(database, "SELECT count(*) FROM delivery WHERE name = 'Anna' OR folded LIKE '%anna%'"))
                .isZero();
        assertThat(rows(run)).as("the books stand").hasSize(2).anyMatch(row -> row.contains("REFUSED 404"));
        assertThat(ledger.jobs().totals(run)).isEqualTo(ledger.jobs().recount(run));
        assertThat(texts(database, "SELECT act || ' ' || ifnull(detail, '') FROM audit_log ORDER BY id DESC LIMIT 1"))
                .containsExactly("ERASED audit.person|n1:" + entry);
        assertThat(number(database, "SELECT count(*) FROM pragma_foreign_key_check"))
                .isZero();

        List<String> shown =
                texts(database, "SELECT 'forgotten-' || id FROM user WHERE user_id IS NULL AND object_id IS NULL");
        assertThat(shown).hasSize(1);
        assertThat(users.named(shown.get(0)))
                .as("what stands in the ledger is no id")
                .isEmpty();
        assertThat(new UserQuery(database).details(shown.get(0))).isEmpty();
        assertThatThrownBy(() -> erasing.erase(shown.get(0), false)).isInstanceOf(Problem.class);
        for (JobKind kind : List.of(JobKind.RESEND, JobKind.EDIT, JobKind.RECALL)) {
            DeliveryChoice refused = DeliveryChoice.ofStates(run, Set.of(DeliveryState.REFUSED));
            SendChoices all = new SendChoices(false, 0, true, "all the same").withUnknownKind();
            assertThat(ledger.followUps()
                            .preview(kind, refused, all, at(20), row -> {})
                            .leftOut())
                    .extracting(LeftOut::code)
                    .containsExactly(LeftOutCode.FORGOTTEN);
            List<Long> chosen = ledger.followUps().chosen(kind, refused);
            long follows = ledger.followUps().begin(kind, refused, kind == JobKind.EDIT ? HELLO : null, all, at(20));
            ledger.followUps().planNext(follows, chosen, 10, at(20));
            ledger.plans().planned(follows, at(20));
            assertThat(rows(follows)).as("%s", kind).singleElement().asString().endsWith("EXCLUDED Forgotten");
            assertThat(ledger.jobs().totals(follows)).isEqualTo(ledger.jobs().recount(follows));
            start(follows);
            assertThat(due(follows)).isEmpty();
        }

        // Nothing at all stays of somebody whom no job has met.
        new ImportStore(database, optOuts)
                .take(
                        List.of(new ImportStore.KnownPerson(
                                new User("29:d", null, "Dora", null, null, null, null, "t", UserKind.MEMBER),
                                "a:dora")),
                        T0);
        erasing.erase("29:d", false);
        assertThat(number(database, "SELECT count(*) FROM user WHERE name = 'Dora'"))
                .isZero();
        assertThat(number(database, "SELECT count(*) FROM person WHERE id NOT IN (SELECT person FROM user)"))
                .isZero();
    }

    @Test
    void theNilObjectIdIsNobodys() {
        String nil = "00000000-0000-0000-0000-000000000000";
        roster(database, TEAM, at(1), user("29:m", nil, "Mia"), user("29:n", nil, "Ned"));
        assertThat(number(database, "SELECT count(DISTINCT person) FROM user WHERE name IN ('Mia', 'Ned')"))
                .isEqualTo(2);
        assertThat(users.find(nil)).isEmpty();
    }

    @Test
    void afterNewIdsAResendTakesThemAndARecallLeavesTheLostMessage() {
        long run = plan("1", ALL);
        DueDelivery anna = due(run).get(0);
        send(anna);
        DueDelivery bert = due(run).get(0);
        claim(bert);
        get(ledger.outcomes().settle(bert, answer(), new CallOutcome.Refused("404", Reason.of("gone"))));
        get(ledger.jobs().setState(run, RunState.DONE, null, null, at(6)));
        newIds(at(9));

        DeliveryChoice refused = DeliveryChoice.ofStates(run, Set.of(DeliveryState.REFUSED));
        long resend = follow(JobKind.RESEND, refused);
        assertThat(due(resend)).extracting(DueDelivery::userId).containsExactly("29:b2");
        sendAll(resend);
        long recall = follow(JobKind.RECALL, DeliveryChoice.ofAnnouncement(run));
        assertThat(due(recall)).extracting(DueDelivery::conversationId).containsExactly("a:29:b2");
        sendAll(recall);
        OutcomeQuery outcomes = new OutcomeQuery(database);
        assertThat(outcomes.select(
                                OutcomeQuery.Filter.of(
                                        number(database, "SELECT announcement FROM job WHERE id = ?", run)),
                                List.of())
                        .count())
                .isEqualTo(2);
    }

    private long follow(JobKind kind, DeliveryChoice choice) {
        JobCounts preview = ledger.followUps().preview(kind, choice, SendChoices.NONE, at(10), row -> {});
        List<Long> rows = ledger.followUps().chosen(kind, choice);
        long job = ledger.followUps().begin(kind, choice, null, SendChoices.NONE, at(10));
        while (!ledger.followUps().planNext(job, rows, 1, at(10)).complete()) {
            // One by one.
        }
        ledger.plans().planned(job, at(10));
        assertThat(ledger.jobs().totals(job).waiting()).isEqualTo(preview.recipients());
        start(job);
        return job;
    }
}
