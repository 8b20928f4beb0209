package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    private static final String ID = "29:1AbCdEfGhIjKlMnOpQrStUvWxYz";

    private record Person(String id, String name, int teams, Instant at) {}

    private static Listing<Person> listing() {
        return new Listing<Person>((row, p) -> row.put("userId", p.id())
                        .put("name", p.name())
                        .put("teams", p.teams())
                        .put("lastAcceptedAt", p.at()))
                .keys("userId", "name", "teams", "lastAcceptedAt")
                .text("column.name", Person::name)
                .number("column.teams", Person::teams)
                .id("column.userId", Person::id);
    }

    private static OutputOptions options(boolean json, boolean wide) {
        OutputOptions options = OutputOptions.of(json, false);
        options.wide = wide;
        return options;
    }

    private static final List<Person> PEOPLE = List.of(
            new Person(ID, "田中太郎", 1, Instant.EPOCH),
            new Person("29:b", "Zoe\u0301 Müller", 12, null),
            new Person("29:c", null, 3, null));

    @Test
    void columnsAlignByWhatIsSeen() {
        Typed typed = Typed.piped("");
        listing().print(typed.terminal(), options(false, false), PEOPLE);
        assertThat(typed.outLines())
                .containsExactly(
                        "NAME        TEAMS  USER ID",
                        "田中太郎        1  " + ID,
                        "Zoe\u0301 Müller     12  29:b",
                        "                3  29:c");
    }

    @Test
    void namesSteerNeitherTableNorJson() throws Exception {
        String name = "Ada\u001b[2J\u009b31m\u007f\u202eecalevoL\u2066\u200f\u061c\u2028x\u2029y\ud800\r\nok";
        List<Person> people = List.of(new Person("29:a\u0085", name, 1, null));
        Typed table = Typed.piped("");
        listing().print(table.terminal(), options(false, false), people);
        assertThat(table.outLines()).hasSize(2);
        assertThat(table.outLines().get(1).codePoints()).noneMatch(PlainText::steers);

        Typed json = Typed.piped("");
        listing().print(json.terminal(), options(true, false), people);
        assertThat(json.outLines()).hasSize(1);
        assertThat(json.outLines().get(0).codePoints()).noneMatch(PlainText::steers);
        assertThat(json.outLines().get(0))
                .contains("\\u009b31m\\u007f\\u202eecalevoL\\u2066\\u200f\\u061c\\u2028x\\u2029y\\ud800");
        JsonNode row = new ObjectMapper().readTree(json.outLines().get(0));
        assertThat(row.path("name").textValue()).isEqualTo(name);
        assertThat(row.path("userId").textValue()).isEqualTo("29:a\u0085");
    }

    @Test
    void idsAreShortAtATerminalOnly() {
        Typed short_ = Typed.interactive("", 80);
        listing().print(short_.terminal(), options(false, false), PEOPLE);
        assertThat(short_.outLines().get(1)).endsWith("29:1AbCdE…WxYz").doesNotContain(ID);

        Typed wide = Typed.interactive("", 80);
        listing().print(wide.terminal(), options(false, true), PEOPLE);
        assertThat(wide.outLines().get(1)).endsWith(ID);
    }

    @Test
    void textsAreCutToTheTerminalAndNeverInAPipe() {
        List<Person> rows = List.of(new Person("29:a", "x".repeat(200), 1, null));
        Typed narrow = Typed.interactive("", 60);
        listing().print(narrow.terminal(), options(false, false), rows);
        assertThat(narrow.outLines())
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(60));
        assertThat(narrow.outLines().get(1)).contains("x…").endsWith("29:a");

        Typed piped = Typed.piped("");
        listing().print(piped.terminal(), options(false, false), rows);
        assertThat(piped.out()).contains("x".repeat(200));
    }

    @Test
    void anEmptyColumnTakesNoRoomAtATerminalOnly() {
        List<Person> nameless = List.of(new Person("29:a", null, 1, null), new Person("29:b", "", 2, null));
        Typed typed = Typed.interactive("", 60);
        listing().print(typed.terminal(), options(false, false), nameless);
        assertThat(typed.outLines()).containsExactly("TEAMS  USER ID", "    1  29:a", "    2  29:b");

        Typed piped = Typed.piped("");
        listing().print(piped.terminal(), options(false, false), nameless);
        assertThat(piped.outLines().get(0)).isEqualTo("NAME  TEAMS  USER ID");
    }

    @Test
    void oneRowIsOneLineWhateverIsInAName() {
        Typed typed = Typed.piped("");
        listing()
                .print(
                        typed.terminal(),
                        options(false, false),
                        List.of(new Person("29:a", "Ada\nAccepted by Teams\tx\u001b[2K", 1, null)));
        assertThat(typed.outLines()).hasSize(2);
        assertThat(typed.out()).doesNotContain("\u001b");
    }

    @Test
    void jsonIsOneWholeObjectALineInTheSameShape() throws Exception {
        Typed typed = Typed.interactive("", 80);
        listing().print(typed.terminal(), options(true, false), PEOPLE);
        List<JsonNode> rows = new ArrayList<>();
        for (String line : typed.outLines()) {
            rows.add(new ObjectMapper().readTree(line));
        }
        assertThat(rows).hasSize(3);
        assertThat(rows).allSatisfy(row -> assertThat(row.fieldNames())
                .toIterable()
                .containsExactly("userId", "name", "teams", "lastAcceptedAt"));
        assertThat(rows.get(0).path("userId").textValue()).isEqualTo(ID);
        assertThat(rows.get(0).path("lastAcceptedAt").textValue()).isEqualTo("1970-01-01T05:30:00.000+05:30");
        assertThat(rows.get(1).path("lastAcceptedAt").isNull()).isTrue();
        assertThat(rows.get(2).path("teams").intValue()).isEqualTo(3);
    }

    @Test
    void aListOfNobodyHasItsHeaderInCsvAndRefusesColumnsThatItHasNot() {
        Typed typed = Typed.piped("");
        listing().print(typed.terminal(), OutputOptions.of(false, true), List.of());
        assertThat(typed.out()).isEqualTo("\ufeffuserId,name,teams,lastAcceptedAt\r\n");
        for (OutputOptions output :
                List.of(options(false, false), options(true, false), OutputOptions.of(false, true))) {
            for (String wrong : List.of("", "nope")) {
                output.columns = List.of(wrong);
                assertThatThrownBy(() -> listing().print(typed.terminal(), output, List.of()))
                        .hasMessage("input.column");
            }
        }
    }

    @Test
    void columnsAreNamedOnceWhereHeadingAndKeyAreTheSame() {
        OutputOptions output = options(false, false);
        output.columns = List.of("nope");
        assertThatThrownBy(() -> listing().print(Typed.piped("").terminal(), output, PEOPLE))
                .satisfies(problem -> assertThat(Sentences.whole(((Problem) problem).reason()))
                        .contains("There are: name, teams, user id, lastAcceptedAt"));
    }

    @Test
    void columnsThatDoNotFitAreToldOfAtATerminal() {
        OutputOptions output = options(false, false);
        output.offered = true;
        Typed narrow = Typed.interactive("", 40);
        listing()
                .print(narrow.terminal(), output, List.of(new Person("29:" + "a".repeat(40), "x".repeat(60), 1, null)));
        assertThat(narrow.out()).doesNotContain("USER ID");
        assertThat(narrow.err()).contains("--wide");
        Typed wide = Typed.interactive("", 120);
        listing().print(wide.terminal(), output, PEOPLE);
        assertThat(wide.err()).isEmpty();
        Typed piped = Typed.piped("");
        listing().print(piped.terminal(), output, PEOPLE);
        assertThat(piped.err()).isEmpty();
    }

    @Test
    void aLongListComesInPagesUpToTheLimit(@TempDir Path folder) {
        try (Database database = StoreFixture.open(folder.resolve("a.db"))) {
            StoreFixture.change(
                    database,
                    "INSERT INTO audit_log (at, os_user, act) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                            + " WHERE i < 2500) SELECT i, 'ada', 'PLANNED' FROM n");
            RowQuery<AuditQuery.Row> many = new AuditQuery(database).select();
            Listing<AuditQuery.Row> listing = new Listing<AuditQuery.Row>((row, a) -> row.put("id", a.id()))
                    .number("column.id", AuditQuery.Row::id);
            Typed all = Typed.piped("");
            listing.print(all.terminal(), options(true, false), Long.MAX_VALUE, many, "none");
            assertThat(all.outLines()).hasSize(2500).doesNotHaveDuplicates();
            assertThat(all.err()).isEmpty();

            Typed some = Typed.piped("");
            listing.print(some.terminal(), options(false, false), 1200, many, "none");
            assertThat(some.outLines()).hasSize(1201).doesNotHaveDuplicates();
            assertThat(some.err()).contains("1,200", "2,500");

            Typed none = Typed.piped("");
            listing.print(none.terminal(), options(false, false), 10, new AuditQuery(database).ofRun(7), "none of it");
            assertThat(none.out()).isEmpty();
            assertThat(none.err()).contains("none of it");

            Typed first = Typed.piped("");
            listing.print(first.terminal(), options(true, false), 1200, many, "none");
            assertThat(first.outLines()).hasSize(1200).doesNotHaveDuplicates();
            assertThat(first.err()).contains("1,200", "2,500");

            Typed gone = Typed.failing(20, "Broken pipe");
            List<Long> asked = new ArrayList<>();
            new Listing<AuditQuery.Row>((row, a) -> asked.add(a.id()))
                    .print(gone.terminal(), options(true, false), Long.MAX_VALUE, many, "none");
            assertThat(asked).as("rows made although nobody reads them").hasSize(1000);
        }
    }

    @Test
    void wideNeverCutsAlsoNotOnALaterPage() {
        List<Person> rows = IntStream.range(0, 1001)
                .mapToObj(i -> new Person("29:" + i, i < 1000 ? "Ada" : "x".repeat(90), 1, null))
                .toList();
        Typed typed = Typed.interactive("", 60);
        listing().print(typed.terminal(), options(false, true), rows);
        assertThat(typed.outLines()).last().asString().contains("x".repeat(90));
    }

    private static Listing<Person> broad() {
        return new Listing<Person>((row, p) -> row.put("userId", p.id())
                        .put("name", p.name())
                        .put("objectId", "an object")
                        .put("lastAcceptedAt", p.at()))
                .text("column.name", Person::name)
                .text("column.email", p -> "a.rather.long.address@department.contoso.com")
                .id("column.userId", Person::id)
                .id("column.conversationId", p -> "a:1AbCdEfGhIjKlMnOpQrStUvWxYz")
                .kept()
                .time("column.lastAccepted", p -> "2026-11-30 10:31:00")
                .number("column.refused", p -> 0)
                .minor()
                .number("column.recipients", p -> 1234567890)
                .minor();
    }

    @Test
    void idsAndTimesGiveWayBeforeWhatMattersIsCut() {
        List<String> headings = new ArrayList<>();
        for (int width : new int[] {300, 120, 80, 60}) {
            Typed typed = Typed.interactive("", width);
            broad().print(typed.terminal(), options(false, false), PEOPLE);
            assertThat(typed.outLines())
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(width));
            headings.add(typed.outLines().get(0).strip().replaceAll(" {2,}", "|"));
        }
        assertThat(headings)
                .containsExactly(
                        "NAME|EMAIL|USER ID|CONVERSATION ID|LAST ACCEPTED|REFUSED|RECIPIENTS",
                        "NAME|EMAIL|USER ID|CONVERSATION ID|LAST ACCEPTED|REFUSED|RECIPIENTS",
                        "NAME|EMAIL|CONVERSATION ID|REFUSED|RECIPIENTS",
                        "NAME|EMAIL|CONVERSATION ID");
        Typed wide = Typed.interactive("", 60);
        broad().print(wide.terminal(), options(false, true), PEOPLE);
        assertThat(wide.outLines().get(0)).contains("USER ID", "REFUSED");
    }

    @Test
    void columnsAreChosenByHeadingOrKey() throws Exception {
        OutputOptions options = options(false, false);
        options.columns = List.of("last accepted", "NAME", "objectId");
        Typed table = Typed.piped("");
        broad().print(table.terminal(), options, PEOPLE.subList(0, 1));
        assertThat(table.outLines())
                .containsExactly("LAST ACCEPTED        NAME      objectId", "2026-11-30 10:31:00  田中太郎  an object");

        options = options(true, false);
        options.columns = List.of("name", "userId");
        Typed json = Typed.piped("");
        broad().print(json.terminal(), options, PEOPLE.subList(0, 1));
        assertThat(json.outLines()).containsExactly("{\"name\":\"田中太郎\",\"userId\":\"" + ID + "\"}");

        for (boolean form : new boolean[] {true, false}) {
            OutputOptions wrong = options(form, false);
            wrong.columns = List.of("nonsense");
            assertThatThrownBy(() -> broad().print(Typed.piped("").terminal(), wrong, PEOPLE))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(Sentences.of(e)).contains("“nonsense”", "name", "objectId"));
        }
    }

    @Test
    void csvHasTheKeysAndWordsOfJson() {
        OutputOptions options = OutputOptions.of(false, true);
        Typed typed = Typed.piped("");
        listing().print(typed.terminal(), options, PEOPLE);
        assertThat(typed.outLines())
                .containsExactly(
                        "\ufeffuserId,name,teams,lastAcceptedAt",
                        ID + ",田中太郎,1,1970-01-01T05:30:00.000+05:30",
                        "29:b,Zoe\u0301 Müller,12,",
                        "29:c,,3,");
        options.columns = List.of("teams", "userId");
        Typed some = Typed.piped("");
        listing().print(some.terminal(), options, PEOPLE.subList(1, 2));
        assertThat(some.outLines()).containsExactly("\ufeffteams,userId", "12,29:b");
    }

    @Test
    void anEmptyListHasNoHeader() {
        Typed typed = Typed.piped("");
        listing().print(typed.terminal(), options(false, false), List.of());
        assertThat(typed.out()).isEmpty();
    }
}
