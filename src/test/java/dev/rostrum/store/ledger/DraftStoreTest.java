package dev.rostrum.store.ledger;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static dev.rostrum.store.StoreFixture.message;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.store.StoreFixture.texts;
import static dev.rostrum.store.StoreFixture.user;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.PersonErasing;
import dev.rostrum.store.query.DraftQuery;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftStoreTest {
    private static final User ANNA = user("29:anna", "anna", "Anna Berg");
    private static final User BERT = user("29:bert", "bert", "Bert Dahl");
    private static final User CARL = user("29:carl", "carl", "Carl Ek");

    private static final Audience SOME =
            new Audience(Set.of("19:a"), Set.of(BERT.lastingId()), Set.of(ANNA.lastingId()), Set.of("19:b"));
    private static final SendChoices CHOICES =
            new SendChoices(true, 25, true, null).withUnknownKind().atRate(3.5);

    @TempDir
    Path folder;

    private Database database;
    private Ledger ledger;
    private DraftStore drafts;
    private DraftQuery query;

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        ledger = StoreFixture.unguarded(database);
        drafts = ledger.drafts();
        query = new DraftQuery(database);
        roster(database, "19:a", T0, ANNA, BERT, CARL);
        roster(database, "19:b", T0, CARL);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Draft draft(String title, String text) {
        return new Draft(title, new Message(text, TextFormat.PLAIN), SOME, CHOICES);
    }

    @Test
    void aDraftIsThereWholeAfterTheProgramEnded() {
        long id = drafts.add(draft("Fire drill", "On Thursday\nat ten \ud83d\udd25"), at(1));
        close();
        open();
        assertThat(query.find(id)).contains(draft("Fire drill", "On Thursday\nat ten \ud83d\udd25"));
        assertThat(query.find(id + 1)).isEmpty();
        Draft other = new Draft("", message(), Audience.none(), SendChoices.NONE);
        assertThat(drafts.save(id, other, true, at(2))).isTrue();
        assertThat(query.find(id)).contains(other);
    }

    /** A text of a draft with 100,000 people is written each second; the people are not. */
    @Test
    void theAudienceIsWrittenOnlyWhereItChanged() {
        long id = drafts.add(draft("T", "a"), at(1));
        assertThat(drafts.save(id, new Draft("T", message(), Audience.none(), CHOICES), false, at(2)))
                .isTrue();
        assertThat(query.find(id).orElseThrow().audience()).isEqualTo(SOME);
        assertThat(query.find(id).orElseThrow().message()).isEqualTo(message());
    }

    @Test
    void theListHasTheNewestFirstAndIsSearched() {
        long first = drafts.add(draft("", "# Fire drill\n\nOn Thursday"), at(1));
        long second = drafts.add(draft("B\u00fcro", "Closed"), at(2));
        assertThat(query.select("").page(0, 10)).extracting(DraftQuery.Row::id).containsExactly(second, first);
        assertThat(query.select("").page(0, 10))
                .extracting(DraftQuery.Row::name)
                .containsExactly("B\u00fcro", "Fire drill");
        drafts.save(first, draft("", "Fire drill"), false, at(3));
        assertThat(query.select("").page(0, 10)).extracting(DraftQuery.Row::id).containsExactly(first, second);
        assertThat(query.select("buro").page(0, 10))
                .extracting(DraftQuery.Row::id)
                .containsExactly(second);
        assertThat(query.select("").page(0, 1).get(0).audience().teams()).containsExactly("Team 19:a");
        assertThat(query.select("").page(0, 1).get(0).audience().people()).isEqualTo(1);
    }

    @Test
    void whatWasDeletedIsPutBackAsItStoodAndNoOtherGetsItsNumber() {
        long id = drafts.add(draft("T", "text"), at(1));
        DraftStore.Removed removed = drafts.remove(id).orElseThrow();
        assertThat(query.select("").count()).isZero();
        assertThat(number(database, "SELECT count(*) FROM draft_audience")).isZero();
        assertThat(drafts.remove(id)).isEmpty();
        assertThat(drafts.save(id, draft("T", "typed later"), true, at(2)))
                .as("it does not come back by itself")
                .isFalse();
        long other = drafts.add(draft("U", "other"), at(2));
        assertThat(other).isNotEqualTo(id);
        drafts.putBack(removed);
        assertThat(query.find(id)).contains(draft("T", "text"));
        assertThat(query.select("").page(0, 10))
                .extracting(DraftQuery.Row::changedAt)
                .containsExactly(at(2), at(1));
    }

    @Test
    void aDraftThatCannotBeReadIsToldAndTheOthersStay() {
        long good = drafts.add(draft("Good", "text"), at(1));
        long format = drafts.add(draft("Of tomorrow", "text"), at(2));
        long role = drafts.add(draft("For others", "text"), at(3));
        change(database, "UPDATE draft SET format = 'HTML' WHERE id = ?", format);
        change(database, "INSERT INTO draft_audience (draft, role, ref) VALUES (?, 'CHANNEL', 'c')", role);
        assertThat(query.select("").page(0, 10))
                .extracting(DraftQuery.Row::readable)
                .containsExactly(false, false, true);
        for (long id : new long[] {format, role}) {
            assertThatThrownBy(() -> query.find(id)).satisfies(says("does not know"));
        }
        assertThat(query.find(good)).contains(draft("Good", "text"));
        DraftStore.Removed removed = drafts.remove(role).orElseThrow();
        drafts.putBack(removed);
        assertThat(texts(database, "SELECT ref FROM draft_audience WHERE draft = ? AND role = 'CHANNEL'", role))
                .containsExactly("c");
    }

    @Test
    void aCopyIsADraftOfItsOwn() {
        long id = drafts.add(draft("T", "text"), at(1));
        long copy = drafts.duplicate(id, at(2)).orElseThrow();
        assertThat(query.find(copy)).isEqualTo(query.find(id));
        drafts.save(copy, draft("T", "other"), false, at(3));
        assertThat(query.find(id)).contains(draft("T", "text"));
        drafts.remove(id);
        assertThat(query.find(copy)).contains(draft("T", "other"));
        assertThat(drafts.duplicate(id, at(4))).isEmpty();
    }

    /** The announcement says its edited text; a title that was made from the first text is made anew. */
    @Test
    void aSentAnnouncementBecomesADraft() {
        long run = ledger.plans().begin("Hello all", message(), SOME, SendChoices.NONE, T0);
        long announcement = number(database, "SELECT announcement FROM job WHERE id = ?", run);
        long draft = drafts.ofAnnouncement(announcement, at(1)).orElseThrow();
        assertThat(query.find(draft)).contains(new Draft("", message(), SOME, SendChoices.NONE));
        change(database, "UPDATE announcement SET title = 'Of mine' WHERE id = ?", announcement);
        long named = drafts.ofAnnouncement(announcement, at(1)).orElseThrow();
        assertThat(query.find(named).orElseThrow().title()).isEqualTo("Of mine");
        assertThat(drafts.ofAnnouncement(99, at(1))).isEmpty();
    }

    @Test
    void thereAreOnlySoManyAndNoneIsTooLong() {
        change(
                database,
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO draft"
                        + " (title, text, format, folded, created_at, changed_at) SELECT 'T', 't', 'PLAIN', '', 0, i FROM n");
        assertThatThrownBy(() -> drafts.add(draft("T", "t"), at(1))).satisfies(says("There are 500 drafts"));
        assertThatThrownBy(() -> drafts.duplicate(1, at(1))).satisfies(says("There are 500 drafts"));
        drafts.remove(1);
        assertThatThrownBy(() -> drafts.add(draft("T", "t".repeat(DraftStore.LONGEST + 1)), at(1)))
                .satisfies(says("longer than"));
        assertThat(query.select("").count()).isEqualTo(499);
    }

    @Test
    void thePlanTakesItsDraftAwayAndOnlyThat() {
        long id = drafts.add(draft("Sent", "text"), at(1));
        long other = drafts.add(draft("Other", "text"), at(1));
        long run = ledger.plans().begin("Sent", message(), Audience.ofTeams(Set.of("19:a")), SendChoices.NONE, T0);
        ledger.plans().planNext(run, 100, T0);
        assertThat(query.find(id)).as("while nothing is planned").isPresent();
        ledger.plans().planned(run, id, T0);
        assertThat(query.find(id)).isEmpty();
        assertThat(query.find(other)).isPresent();
        assertThat(number(database, "SELECT count(*) FROM draft_audience WHERE draft = ?", id))
                .isZero();
    }

    @Test
    void aPlanThatFailsKeepsItsDraft() {
        long id = drafts.add(draft("Not sent", "text"), at(1));
        long run = ledger.plans().begin("Not sent", message(), Audience.ofTeams(Set.of("19:a")), SendChoices.NONE, T0);
        ledger.plans().planNext(run, 100, T0);
        change(database, "UPDATE job_total SET selected = selected + 1 WHERE job = ?", run);
        assertThatThrownBy(() -> ledger.plans().planned(run, id, T0)).satisfies(says("does not add up"));
        assertThat(query.find(id)).isPresent();
    }

    @Test
    void whoeverIsErasedIsInNoDraftAnyMore() {
        long id = drafts.add(draft("T", "text"), at(1));
        roster(database, "19:a", at(2), CARL);
        PersonErasing erasing = new PersonErasing(database, new AuditLog(() -> "tester"), StoreFixture.CLOCK);
        erasing.erase(BERT.id(), false);
        erasing.erase(ANNA.id(), false);
        Audience left = new Audience(Set.of("19:a"), Set.of(), Set.of(), Set.of("19:b"));
        assertThat(query.find(id).orElseThrow().audience()).isEqualTo(left);
        assertThat(texts(database, "SELECT ref FROM draft_audience")).noneMatch(ref -> Optional.of(ref)
                .filter(Set.of(BERT.lastingId(), ANNA.lastingId(), BERT.id(), ANNA.id())::contains)
                .isPresent());
        drafts.save(id, draft("T", "text"), true, at(3));
        assertThat(query.find(id).orElseThrow().audience())
                .as("a window that still had them does not write them down again")
                .isEqualTo(left);
    }

    /** A whole team is left out, in the preview as in the plan, also who was chosen by hand. */
    @Test
    void teamsAreLeftOut() {
        Audience audience =
                new Audience(Set.of("19:a"), Set.of(CARL.lastingId()), Set.of(ANNA.lastingId()), Set.of("19:b"));
        assertThat(StoreFixture.preview(ledger, audience, message(), SendChoices.NONE, T0))
                .isEqualTo(StoreFixture.counts(3, 2, 0, 1, 0));
        long run = StoreFixture.planned(ledger, audience);
        assertThat(texts(
                        database,
                        "SELECT d.name || ' ' || d.state FROM delivery d WHERE d.job = ? ORDER BY d.name",
                        run))
                .containsExactly("Anna Berg EXCLUDED", "Bert Dahl WAITING", "Carl Ek EXCLUDED");
        assertThat(ledger.previews()
                        .explain(audience, message(), SendChoices.NONE, CARL.id(), T0)
                        .in())
                .isFalse();
        assertThat(texts(database, "SELECT role || ' ' || item FROM audience WHERE role = 'EXCLUDED_TEAM'"))
                .containsExactly("EXCLUDED_TEAM 2");
    }
}
