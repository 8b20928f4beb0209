package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.domain.Language;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Speech;
import dev.rostrum.words.Times;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The terminal in German, and what of it is for programs and stays as it is. */
class GermanTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @AfterEach
    void asBefore() {
        Speech.use(Language.SYSTEM);
    }

    private static <T> T in(Language language, Supplier<T> work) {
        Speech.use(language);
        return work.get();
    }

    private Typed command(int status, String... arguments) {
        Typed typed = Typed.piped("");
        int got = new CommandLineRunner(
                        options -> RostrumProgram.open(folder, name -> null, notice -> {}),
                        typed.terminal(),
                        name -> null,
                        new NoSignals())
                .run(arguments);
        assertThat(got).as(typed.err()).isEqualTo(status);
        return typed;
    }

    private String german(int status, String... arguments) {
        return in(Language.GERMAN, () -> {
            Typed typed = command(status, arguments);
            return typed.out() + typed.err();
        });
    }

    private String out(Language language, String... arguments) {
        return in(language, () -> command(0, arguments).out());
    }

    private static void helps(CommandLine command, List<String> all) {
        all.add(command.getUsageMessage());
        command.getSubcommands().values().forEach(below -> helps(below, all));
    }

    @Test
    void everyHelpIsGermanAndFitsEightyColumns() {
        List<String> all = in(Language.GERMAN, () -> {
            List<String> helps = new ArrayList<>();
            NoSignals signals = new NoSignals();
            Terminal terminal = Typed.piped("").terminal();
            helps(
                    new CommandLineRunner(options -> null, terminal, name -> null, signals)
                            .commandLine(new CommandSession(options -> null, terminal, name -> null, signals)),
                    helps);
            return helps;
        });
        assertThat(all).hasSizeGreaterThan(40).allMatch(help -> help.startsWith("Aufruf: rostrum"));
        assertThat(all.stream()
                        .flatMap(String::lines)
                        // An example is typed in one line.
                        .filter(line -> line.length() > 80 && !line.startsWith("rostrum ")))
                .isEmpty();
    }

    @Test
    void aWholeAnnouncement() throws Exception {
        String link = out(Language.GERMAN, "team", "links").lines().findFirst().orElseThrow();
        assertThat(german(0, "team", "add", link)).contains("Um zu lesen, wer darin ist: rostrum team sync");
        assertThat(german(0, "team", "sync")).contains("Personen, ");
        String team = JSON.readTree(out(Language.GERMAN, "team", "list", "--json")
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .path("id")
                .textValue();
        assertThat(german(
                        0,
                        "announce",
                        "--text",
                        "Grüße",
                        "--team",
                        team,
                        "--include-outsiders",
                        "--include-unknown",
                        "--yes"))
                .contains("Verbindung: Sandbox (simuliert)", "Empfänger", "Ankündigung 1", "Von Teams angenommen")
                .doesNotContain("Accepted", "Recipients");
        assertThat(german(0, "announcement", "list")).contains("TITEL", "ZUSTAND", "Fertig");
        assertThat(german(2, "announcement", "show", "7")).contains("Es gibt keine Ankündigung 7.");
        assertThat(german(2, "announce", "--rate", "x")).contains("Falscher Wert für --rate: „x“ ist keine Zahl");
        assertThat(german(2, "announce", "--foo"))
                .contains("Hier gibt es keine Option --foo.", "Siehe: rostrum announce --help");
    }

    @Test
    void whatProgramsReadStaysAsItIs() throws Exception {
        aWholeAnnouncement();
        for (String[] asked : new String[][] {
            {"announcement", "export", "1", "-"},
            {"conversation", "export", "-"},
            {"user", "list", "--csv"},
            {"team", "list", "--json"},
            {"announcement", "deliveries", "1", "--json"},
            {"conversation", "list", "--json"}
        }) {
            assertThat(out(Language.GERMAN, asked))
                    .as(String.join(" ", asked))
                    .isNotBlank()
                    .isEqualTo(out(Language.ENGLISH, asked));
        }
        // A sentence in it is for people; the names and codes beside it are not.
        JsonNode german = JSON.readTree(out(Language.GERMAN, "announcement", "show", "1", "--json"));
        JsonNode english = JSON.readTree(out(Language.ENGLISH, "announcement", "show", "1", "--json"));
        assertThat(german.fieldNames()).toIterable().containsExactlyElementsOf(() -> english.fieldNames());
        assertThat(german.path("state")).isEqualTo(english.path("state"));
    }

    @Test
    void numbersAndDaysAsTheyAreWritten() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-30T10:42:13Z"), ZoneOffset.UTC);
        Instant yesterday = Instant.parse("2026-11-29T10:42:00Z");
        Instant spring = Instant.parse("2025-03-03T10:42:00Z");
        assertThat(in(Language.GERMAN, () -> new Times(clock).moment(yesterday)))
                .isEqualTo("29. Nov. 10:42");
        assertThat(in(Language.GERMAN, () -> new Times(clock).moment(spring))).isEqualTo("3. März 2025 10:42");
        assertThat(in(Language.ENGLISH, () -> new Times(clock).moment(yesterday)))
                .isEqualTo("29 Nov 10:42");
        assertThat(in(Language.GERMAN, () -> Counts.of(1_204))).isEqualTo("1.204");
        assertThat(in(Language.GERMAN, () -> Counts.people(1))).isEqualTo("1 Person");
    }

    /** By the argument alone, in a process that the system gave another language. */
    @Test
    void theDemo() throws Exception {
        try (ChildProgram demo = ChildProgram.rostrum(
                        Map.of("ROSTRUM_HOME", folder.resolve("demo").toString(), "ROSTRUM_LANG", "en"),
                        "--lang",
                        "de",
                        "demo")
                .endInput()) {
            assertThat(demo.exit(Duration.ofSeconds(90))).as(demo.error()).isZero();
            assertThat(demo.output() + demo.error())
                    .contains("Simuliert: Niemand in Teams wurde angeschrieben", "Gespeicherte Unterhaltungen")
                    .doesNotContain("Accepted", "Synced");
        }
    }
}
