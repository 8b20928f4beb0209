package dev.rostrum.store.ledger;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.get;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.Prompted.Prompt;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.UserQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What events ask for becomes rows of the ledger, of jobs that grow. */
class PromptedTest {
    private static final String TEAM = "19:t@thread.tacv2";
    private static final Message WELCOME = new Message("Welcome", TextFormat.PLAIN);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;
    private OptOuts optOuts;
    private GuardRules rules = GuardRules.DEFAULT;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        AuditLog audit = new AuditLog(() -> "ada");
        ledger = Ledger.of(database, () -> rules, audit);
        optOuts = new OptOuts(database, audit, StoreFixture.CLOCK);
        roster(database, TEAM, at(1), user("29:a", "A", "Anna"), user("29:b", "B", "Bert"), user("29:c", "C", "Cleo"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void prompt(Purpose purpose, String person, String by, Long event, Instant at) {
        change(
                database,
                "INSERT INTO prompt (purpose, user, by_user, event, at) VALUES (?, (SELECT id FROM user WHERE user_id = ?),"
                        + " (SELECT id FROM user WHERE user_id = ?), ?, ?)",
                purpose,
                person,
                by,
                event,
                at);
    }

    private OptionalLong take(Purpose purpose, Message message, Instant now) {
        OptionalLong last = OptionalLong.empty();
        Instant midnight = T0.truncatedTo(ChronoUnit.DAYS);
        while (midnight.plus(DAY).compareTo(now) <= 0) {
            midnight = midnight.plus(DAY);
        }
        for (Prompt prompt : ledger.prompted().waiting(purpose, 100)) {
            last = ledger.prompted()
                    .take(prompt, "Title", message, new Prompted.Day(midnight, midnight.plus(DAY)), now);
        }
        return last;
    }

    private OptionalLong welcome(String person, Instant now) {
        prompt(Purpose.WELCOME, person, null, null, now);
        return take(Purpose.WELCOME, WELCOME, now);
    }

    private Job job(long id) {
        Totals totals = ledger.jobs().totals(id);
        assertThat(totals.addUp()).as("%s", totals).isTrue();
        assertThat(ledger.jobs().recount(id)).isEqualTo(totals);
        return ledger.jobs().find(id).orElseThrow();
    }

    private void start(long job) {
        get(ledger.jobs().setState(job, RunState.RUNNING, null, null, at(2)));
    }

    private List<DueDelivery> due(long job) {
        return ledger.deliveries().due(job, at(100_000_000), 100, Deliveries.EVERY_ROW);
    }

    private boolean send(DueDelivery row) {
        CallResult answer = new CallResult(at(5), at(5), 201, null, null, 1, null);
        boolean claimed = row.conversationId() == null
                ? get(ledger.claims().opening(row, at(5)))
                        && get(ledger.claims().openedAndSending(row, "a:" + row.userId(), answer, at(5)))
                : get(ledger.claims().sending(row, at(5)));
        return claimed && get(ledger.outcomes().settle(row, answer, new CallOutcome.Sent("m" + row.id())));
    }

    private List<String> rows(long job) {
        return texts(
                database,
                "SELECT u.user_id || ' ' || d.state || coalesce(' ' || d.code, '') FROM delivery d JOIN user u"
                        + " ON u.id = d.user WHERE d.job = ? ORDER BY d.id",
                job);
    }

    private List<String> audit() {
        return texts(
                database,
                "SELECT act || coalesce(' ' || people, '') || coalesce(' ' || detail, '') FROM audit_log"
                        + " WHERE act IN ('PROMPTED', 'PROMPT_DROPPED', 'STARTED', 'RESUMED') ORDER BY id");
    }

    @Test
    void theWelcomesOfADayAreOneJobThatGrows() {
        long day = welcome("29:a", at(10)).orElseThrow();
        assertThat(job(day).state()).isEqualTo(RunState.PAUSED);
        assertThat(job(day).pauseReason()).isEqualTo(PauseReason.PROMPTED);
        assertThat(welcome("29:b", at(20))).as("it stands still already").isEmpty();
        assertThat(rows(day)).containsExactly("29:a WAITING", "29:b WAITING");
        start(day);
        due(day).forEach(this::send);
        assertThat(get(ledger.jobs().done(day, at(30)))).isTrue();

        assertThat(welcome("29:c", at(40))).as("it goes on").hasValue(day);

        assertThat(job(day).state()).isEqualTo(RunState.PAUSED);
        assertThat(job(day).endedAt()).isNull();
        assertThat(rows(day)).containsExactly("29:a SENT", "29:b SENT", "29:c WAITING");
        assertThat(ledger.jobs().totals(day).selected()).isEqualTo(3);
        assertThat(ledger.prompted().waiting()).isZero();
        assertThat(audit()).containsExactly("PROMPTED");
        assertThat(new RunQuery(database).find(day).orElseThrow().audience().people())
                .isEqualTo(3);
    }

    @Test
    void whatIsAddedWhileItRunsIsMetBeforeItIsOver() {
        long day = welcome("29:a", at(10)).orElseThrow();
        start(day);
        due(day).forEach(this::send);
        assertThat(welcome("29:b", at(20))).isEmpty();
        assertThat(get(ledger.jobs().done(day, at(30)))).as("somebody waits").isFalse();
        assertThat(job(day).state()).isEqualTo(RunState.RUNNING);
        due(day).forEach(this::send);
        assertThat(get(ledger.jobs().done(day, at(31)))).isTrue();
        assertThat(rows(day)).containsExactly("29:a SENT", "29:b SENT");
    }

    @Test
    void anotherTextAndAnotherDayAreAnotherJob() {
        long first = welcome("29:a", at(10)).orElseThrow();
        prompt(Purpose.WELCOME, "29:b", null, null, at(20));
        long changed = take(Purpose.WELCOME, new Message("Hello", TextFormat.PLAIN), at(20))
                .orElseThrow();
        long next = welcome("29:c", at(10).plus(DAY)).orElseThrow();
        assertThat(Set.of(first, changed, next)).hasSize(3);
        assertThat(rows(next)).containsExactly("29:c WAITING");
    }

    @Test
    void somebodyIsInADayOnce() {
        long day = welcome("29:a", at(10)).orElseThrow();
        welcome("29:a", at(20));
        assertThat(rows(day)).hasSize(1);
        assertThat(job(day).state()).isEqualTo(RunState.PAUSED);
        assertThat(audit()).containsExactly("PROMPTED", "PROMPT_DROPPED 1 audit.prompt.today");
    }

    @Test
    void aDayThatTheAdminStoppedDoesNotRevive() {
        long day = welcome("29:a", at(10)).orElseThrow();
        start(day);
        get(ledger.jobs().setState(day, RunState.STOPPING, null, null, at(11)));
        assertThat(welcome("29:b", at(12))).isEmpty();
        get(ledger.cancellations().cancelWaiting(day, Reason.of("ended.stopped"), at(13)));
        get(ledger.jobs().setState(day, RunState.STOPPED, null, null, at(14)));
        assertThat(welcome("29:c", at(15))).isEmpty();
        assertThat(job(day).state()).isEqualTo(RunState.STOPPED);
        assertThat(rows(day)).containsExactly("29:a CANCELLED", "29:b EXCLUDED Stopped", "29:c EXCLUDED Stopped");
        assertThat(ledger.prompted().standing(Purpose.WELCOME)).isEmpty();
    }

    @Test
    void aPauseOfTheAdminHolds() {
        long day = welcome("29:a", at(10)).orElseThrow();
        assertThat(ledger.prompted().standing(Purpose.WELCOME)).hasSize(1);
        start(day);
        get(ledger.jobs().setState(day, RunState.PAUSED, PauseReason.ASKED, null, at(11)));
        assertThat(welcome("29:b", at(12))).isEmpty();
        assertThat(job(day).pauseReason()).isEqualTo(PauseReason.ASKED);
        assertThat(rows(day)).containsExactly("29:a WAITING", "29:b WAITING");
        assertThat(ledger.prompted().standing(Purpose.WELCOME)).isEmpty();
        assertThat(ledger.prompted().held(Purpose.WELCOME))
                .as("nobody has to be told")
                .isEmpty();
        // What the admin does is in the audit log, what goes on by itself is not.
        start(day);
        assertThat(audit()).containsExactly("PROMPTED", "RESUMED 2");
    }

    @ParameterizedTest
    @EnumSource(PauseReason.class)
    void afterARestartOrATroubleItGoesOnByItself(PauseReason reason) {
        long day = welcome("29:a", at(10)).orElseThrow();
        start(day);
        get(ledger.jobs().setState(day, RunState.PAUSED, reason, null, at(11)));
        boolean goesOn = !Set.of(
                        PauseReason.ASKED,
                        PauseReason.CANARY,
                        PauseReason.NOT_STARTED,
                        PauseReason.RESTORED,
                        PauseReason.TOO_MANY_FAILED,
                        PauseReason.LOCK_LOST)
                .contains(reason);
        assertThat(ledger.prompted().standing(Purpose.WELCOME)).hasSize(goesOn ? 1 : 0);
        assertThat(ledger.prompted().held(Purpose.WELCOME).isPresent())
                .isEqualTo(!goesOn && reason != PauseReason.ASKED);
        assertThat(ledger.prompted().standing(Purpose.MENTION)).isEmpty();
    }

    @Test
    void aTroubleOfSeveralIsTheServicesAndPassesWhileRefusalsAreLookedAt() {
        long day = welcome("29:a", at(10)).orElseThrow();
        start(day);
        Reason trouble = Reason.of(
                "pause.sameTrouble",
                5,
                Reason.of("answer.serverTrouble"),
                Reason.of(Reason.STEP_OF, Reason.of("answer.serverTrouble")));
        get(ledger.jobs().setState(day, RunState.PAUSED, PauseReason.TOO_MANY_FAILED, trouble, at(11)));
        assertThat(ledger.prompted().standing(Purpose.WELCOME))
                .containsExactly(new Prompted.Standing(day, PauseReason.TOO_MANY_FAILED, trouble, 0));
        start(day);
        get(ledger.jobs()
                .setState(day, RunState.PAUSED, PauseReason.TOO_MANY_FAILED, Reason.of("pause.doubts", 5), at(12)));
        assertThat(ledger.prompted().standing(Purpose.WELCOME)).isEmpty();
        assertThat(ledger.prompted().held(Purpose.WELCOME)).isPresent();
        assertThat(audit()).containsExactly("PROMPTED");
    }

    @Test
    void theMentionsOfAnEventAreOneJob() {
        prompt(Purpose.MENTION, "29:b", "29:a", 7L, at(10));
        prompt(Purpose.MENTION, "29:c", "29:a", 7L, at(10));
        prompt(Purpose.MENTION, "29:b", "29:a", 8L, at(11));
        assertThat(ledger.prompted().waiting(Purpose.MENTION, 10))
                .extracting(Prompt::by)
                .containsOnly("Anna");
        Message said = new Message("Anna mentioned you", TextFormat.PLAIN);
        take(Purpose.MENTION, said, at(12));
        List<Prompted.Standing> jobs = ledger.prompted().standing(Purpose.MENTION);
        assertThat(jobs).hasSize(2);
        assertThat(rows(jobs.get(0).job())).containsExactly("29:b WAITING", "29:c WAITING");
        assertThat(rows(jobs.get(1).job())).containsExactly("29:b WAITING");
        assertThat(ledger.prompted().waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theGuardKeepsThemFromWhomNothingIsToBeSentWhetherItIsOnOrOff(boolean on) {
        rules = new GuardRules(on, 3, 7, 30, null, null);
        optOuts.set("29:a", OptOut.Asker.PERSON, null);
        optOuts.set("29:b", OptOut.Asker.ADMIN, null);
        change(
                database,
                "INSERT INTO blocked (person, code, at) SELECT person, 'x', 1 FROM user WHERE user_id = '29:c'");
        for (String person : List.of("29:a", "29:b", "29:c")) {
            prompt(Purpose.MENTION, person, "29:a", 1L, at(10));
            prompt(Purpose.WELCOME, person, null, 1L, at(10));
        }
        assertThat(take(Purpose.MENTION, WELCOME, at(11))).isEmpty();
        assertThat(take(Purpose.WELCOME, WELCOME, at(11))).isEmpty();
        for (long job : List.of(1L, 2L)) {
            assertThat(rows(job))
                    .containsExactly(
                            "29:a EXCLUDED OptedOut", "29:b EXCLUDED DoNotContact", "29:c EXCLUDED BlockedTheBot");
            assertThat(job(job).state()).isEqualTo(RunState.DONE);
        }
    }

    @Test
    void guestsAreWelcomedAndNotToldOfMentions() {
        change(database, "UPDATE user SET kind = 'GUEST' WHERE user_id = '29:a'");
        change(database, "UPDATE user SET kind = 'UNKNOWN', name = NULL, email = NULL WHERE user_id = '29:b'");
        for (String person : List.of("29:a", "29:b")) {
            prompt(Purpose.WELCOME, person, null, 1L, at(10));
            prompt(Purpose.MENTION, person, "29:c", 1L, at(10));
        }
        take(Purpose.WELCOME, WELCOME, at(11));
        take(Purpose.MENTION, WELCOME, at(11));
        assertThat(rows(1)).containsExactly("29:a WAITING", "29:b WAITING");
        assertThat(rows(2)).containsExactly("29:a EXCLUDED Outsider", "29:b WAITING");
    }

    @Test
    void anOptOutThatCameSinceKeepsARowBack() {
        long day = welcome("29:a", at(10)).orElseThrow();
        start(day);
        optOuts.set("29:a", OptOut.Asker.ADMIN, null);
        rules = new GuardRules(false, 3, 7, 30, null, null);
        due(day).forEach(row -> assertThat(send(row)).isFalse());
        assertThat(rows(day)).containsExactly("29:a CANCELLED DoNotContact");
    }

    // ---------------------------------------------------------------- confirmations

    private void stop(String person, Instant at) {
        optOuts.set(person, OptOut.Asker.PERSON, null);
        change(
                database,
                "UPDATE opt_out SET at = ? WHERE person = (SELECT person FROM user WHERE user_id = ?)",
                at,
                person);
    }

    @Test
    void aConfirmationPassesTheOptOutThatItIsAboutOnce() {
        stop("29:a", at(9));
        prompt(Purpose.CONFIRMATION, "29:a", null, 1L, at(9));
        assertThat(ledger.prompted().waiting(Purpose.CONFIRMATION, 1).get(0).optedOut())
                .isTrue();
        long day = take(Purpose.CONFIRMATION, WELCOME, at(10)).orElseThrow();
        start(day);
        due(day).forEach(row -> assertThat(send(row)).isTrue());
        assertThat(rows(day)).containsExactly("29:a SENT");
        assertThat(welcome("29:a", at(11))).as("nothing else passes").isEmpty();
        assertThat(rows(2)).containsExactly("29:a EXCLUDED OptedOut");
    }

    @Test
    void aConfirmationOfAnotherOptOutPassesNothing() {
        stop("29:a", at(9));
        prompt(Purpose.CONFIRMATION, "29:a", null, 1L, at(8));
        assertThat(take(Purpose.CONFIRMATION, WELCOME, at(10))).isEmpty();
        assertThat(number(database, "SELECT count(*) FROM delivery")).isZero();
        assertThat(audit()).containsExactly("PROMPT_DROPPED 1 audit.prompt.outdated");
    }

    @Test
    void aConfirmationIsNotSentAfterStartNorUnderALaterStop() {
        for (String person : List.of("29:a", "29:b")) {
            stop(person, at(9));
            prompt(Purpose.CONFIRMATION, person, null, 1L, at(9));
        }
        take(Purpose.CONFIRMATION, WELCOME, at(10));
        start(1);
        optOuts.clear("29:a", "START");
        optOuts.clear("29:b", "START");
        stop("29:b", at(12));
        due(1).forEach(row -> assertThat(send(row)).isFalse());
        assertThat(rows(1)).containsExactly("29:a CANCELLED Outdated", "29:b CANCELLED Outdated");
    }

    @Test
    void whatIsSaidAfterStartIsOrdinary() {
        prompt(Purpose.CONFIRMATION, "29:a", null, 1L, at(9));
        assertThat(ledger.prompted().waiting(Purpose.CONFIRMATION, 1).get(0).optedOut())
                .isFalse();
        long day = take(Purpose.CONFIRMATION, WELCOME, at(10)).orElseThrow();
        start(day);
        stop("29:a", at(11));
        due(day).forEach(row -> assertThat(send(row)).isFalse());
        assertThat(rows(day)).containsExactly("29:a CANCELLED OptedOut");
    }

    @Test
    void ofAMessageThatWasChosenBeforeTheOptOutChangedNothingIsMade() {
        prompt(Purpose.CONFIRMATION, "29:a", null, 1L, at(9));
        Prompt read = ledger.prompted().waiting(Purpose.CONFIRMATION, 1).get(0);
        stop("29:a", at(9));
        assertThat(ledger.prompted().take(read, "Title", WELCOME, new Prompted.Day(T0, T0.plus(DAY)), at(10)))
                .isEmpty();
        assertThat(ledger.prompted().waiting()).as("it is looked at again").isEqualTo(1);
    }

    // ---------------------------------------------------------------- lists and caps

    @Test
    void theyCountInNothingAndAreInNoListButAPersonsOwn() {
        for (int i = 0; i < 4; i++) {
            prompt(Purpose.MENTION, "29:a", "29:b", 10L + i, at(10));
        }
        take(Purpose.MENTION, WELCOME, at(11));
        welcome("29:a", at(12));
        for (long job = 1; job <= 5; job++) {
            start(job);
            due(job).forEach(row -> assertThat(send(row)).isTrue());
            assertThat(get(ledger.jobs().done(job, at(13)))).isTrue();
        }
        assertThat(StoreFixture.preview(ledger, Audience.ofUsers(Set.of("29:a")), WELCOME, SendChoices.NONE, at(14))
                        .recipients())
                .as("neither caps nor the same text")
                .isEqualTo(1);
        RunQuery runs = new RunQuery(database);
        assertThat(runs.select("").count()).isZero();
        assertThat(runs.find(5)).isPresent();
        assertThat(new UserQuery(database).details("29:a").orElseThrow().deliveries())
                .extracting(UserQuery.Sent::purpose)
                .containsExactly(Purpose.WELCOME, Purpose.MENTION, Purpose.MENTION, Purpose.MENTION, Purpose.MENTION);
    }

    @Test
    void whatIsDroppedIsInTheAuditLog() {
        prompt(Purpose.WELCOME, "29:a", null, 1L, at(10));
        prompt(Purpose.WELCOME, "29:b", null, 2L, at(20));
        prompt(Purpose.MENTION, "29:b", "29:a", 3L, at(10));
        assertThat(ledger.prompted().drop(Purpose.WELCOME, at(15), Reason.of("audit.prompt.old"), at(30)))
                .isEqualTo(1);
        assertThat(ledger.prompted().drop(Purpose.WELCOME, at(15), Reason.of("audit.prompt.old"), at(30)))
                .isZero();
        assertThat(ledger.prompted().waiting()).isEqualTo(2);
        assertThat(audit()).containsExactly("PROMPT_DROPPED 1 audit.prompt.old");
    }
}
