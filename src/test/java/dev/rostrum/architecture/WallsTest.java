package dev.rostrum.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.rostrum.app.Main;
import dev.rostrum.architecture.Walls.Room;
import dev.rostrum.architecture.Walls.Wall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the walls as plain tests, not through ArchUnit's own engine: a Surefire release is known to skip its rule fields in
 * silence. Every wall must also find what was planted against it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WallsTest {
    private static final String PRODUCT = "dev.rostrum";
    private static final String PLANTED = "dev.rostrum.architecture.planted";

    /** What each wall must name in the planted house. The walls of the import table have a test of their own. */
    private static final Map<String, List<String>> EXPECTED = Map.ofEntries(
            entry("every package is in the table", List.of("elsewhere.Homeless")),
            entry("app is imported by none", List.of("domain.Trespasser.app", "cli.Trespasser.app")),
            entry("no cycles", List.of("Cycle detected")),
            entry("screen people alone", List.of("ui.people.Trespasser.uiSettings")),
            entry("screen announcements alone", List.of("ui.announcements.Trespasser.uiPeople")),
            entry("screen conversations alone", List.of("ui.conversations.Trespasser.uiPeople")),
            entry("screen activity alone", List.of("ui.activity.Trespasser.uiPeople")),
            entry("screen settings alone", List.of("ui.settings.Trespasser.uiPeople")),
            entry("screen welcome alone", List.of("ui.welcome.Trespasser.uiPeople")),
            entry(
                    "widgets are product-blind",
                    List.of("ui.widget.Reader.log", "ui.widget.Trespasser.domain", "ui.widget.Trespasser.uiShell")),
            entry("the table is product-blind", List.of("ui.table.Trespasser.domain", "ui.table.Trespasser.uiPeople")),
            entry("view-models without nodes", List.of("PeopleViewModel.button", "PeopleViewModel$Part.stage")),
            entry("JavaFX only in ui and app", List.of("announce.Toolkit.property")),
            entry("runLater only in ui.fx", List.of("Threads.byCall", "Threads.byReference")),
            entry("FX work and frame timers only in ui.fx", List.of("Threads.task", "Threads$Frames")),
            entry("no AWT or Swing", List.of("Desktop.awt", "Desktop.swing")),
            entry(
                    "HTTP and sockets only in http and sandbox",
                    List.of("Network.client", "Network.socketByReference", "Network.connection")),
            entry("URL.open only in http and sandbox", List.of("Network.openByReference", "Network.openByCall")),
            entry("servers only in inbound and sandbox", List.of("Servers.socket", "Servers.jettyByReference")),
            entry("SQL only in store", List.of("Sql.byReference", "Sql.source", "Sql.library")),
            entry("no SQLException leaves the store", List.of("Leaks.byCall", "Leaks.byReference")),
            entry("no input or output in domain", List.of("Wire.disk", "Wire.thread")),
            entry("msal4j only in auth", List.of("Tokens.msal")),
            entry("Bouncy Castle only in auth", List.of("Tokens.bouncyCastle")),
            entry("Apache HttpClient only in http", List.of("Network.apache")),
            entry("nimbus only in inbound and sandbox", List.of("Tokens.nimbus")),
            entry("picocli only in cli and app", List.of("announce.Commands")),
            entry("no Jackson in domain and store", List.of("domain.Wire.json", "store.Rows.name")),
            entry(
                    "wall time by Clock",
                    List.of(
                            "Clocks.byCall",
                            "Clocks.byReference",
                            "Clocks.byZone",
                            "Clocks.byMillis",
                            "Clocks.bySystemClock")),
            entry("durations by Ticker", List.of("Clocks.byNanos")),
            entry("ids by supplier", List.of("Chances.idByCall", "Chances.idByReference")),
            entry(
                    "randomness by seed",
                    List.of(
                            "Chances.byConstructor",
                            "Chances.byReference",
                            "Chances.byMath",
                            "Chances.byThread",
                            "Chances.byShuffle")),
            entry(
                    "times become words in words.Times",
                    List.of("Hours.byPattern", "Hours.byOldFormat", "Hours.byJava", "Hours.<clinit>")),
            entry(
                    "standard streams only in cli and app.Main",
                    List.of("Streams.byCall", "Streams.byReference", "Streams.input", "Streams.byTrace")),
            entry("exit only in app.Main", List.of("Exits.bySystem", "Exits.byReference", "Exits.byRuntime")),
            entry("names carry the role", List.of("announce.SendManager")));

    private final JavaClasses product = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PRODUCT);
    private final JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);

    @Test
    void theWallsStand() {
        assertThat(product.contain(Main.class)).isTrue();
        List<String> broken = new ArrayList<>();
        int ran = 0;
        for (Wall wall : Walls.of(PRODUCT)) {
            EvaluationResult result = wall.rule().evaluate(product);
            ran++;
            if (result.hasViolation()) {
                broken.add(result.getFailureReport().toString());
            }
        }
        assertThat(broken).isEmpty();
        assertThat(ran).as("walls that ran").isEqualTo(EXPECTED.size() + Walls.ROOMS.size() - 1);
    }

    @Test
    void everyWallHasAProof() {
        assertThat(Walls.of(PRODUCT).stream().map(Wall::name).filter(n -> !n.startsWith("imports of ")))
                .containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
    }

    static List<String> proofs() {
        return EXPECTED.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void bites(String name) {
        List<String> details = violations(name);
        assertThat(details).isNotEmpty();
        for (String expected : EXPECTED.get(name)) {
            assertThat(details).anyMatch(line -> line.contains(expected));
        }
        assertThat(details).noneMatch(line -> line.contains(".allowed("));
    }

    static List<Room> rooms() {
        return Walls.ROOMS.stream().filter(r -> !r.name().equals("app")).toList();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void theTableBitesAtEachPairAndAtNoOther(Room room) {
        List<String> details = violations("imports of " + room.name());
        TreeSet<String> reported = new TreeSet<>();
        TreeSet<String> forbidden = new TreeSet<>();
        for (JavaClass from : trespassers()) {
            if (!belongsTo(from, room.name())) {
                continue;
            }
            for (JavaClass to : trespassers()) {
                String pair = below(from) + " to " + below(to);
                if (details.stream()
                        .anyMatch(line ->
                                line.contains("<" + from.getName() + ".") && line.contains("<" + to.getName() + ">"))) {
                    reported.add(pair);
                }
                if (!belongsTo(to, room.name())
                        && room.mayImport().stream().noneMatch(allowed -> belongsTo(to, allowed))) {
                    forbidden.add(pair);
                }
            }
        }
        assertThat(forbidden).isNotEmpty();
        assertThat(reported).isEqualTo(forbidden);
    }

    private List<JavaClass> trespassers() {
        return planted.stream()
                .filter(c -> c.getSimpleName().equals("Trespasser"))
                .toList();
    }

    private static boolean belongsTo(JavaClass c, String room) {
        return Walls.roomOf(below(c)).equals(room);
    }

    private static String below(JavaClass c) {
        return c.getPackageName().substring(PLANTED.length() + 1);
    }

    private List<String> violations(String name) {
        Wall wall = Walls.of(PLANTED).stream()
                .filter(w -> w.name().equals(name))
                .findFirst()
                .orElseThrow();
        return wall.rule().evaluate(planted).getFailureReport().getDetails();
    }
}
