package dev.rostrum.connection;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connection.Connection.Kind;
import dev.rostrum.domain.Problem;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class SettingsFileTest {
    private static final String APP = "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44";
    private static final String TENANT = "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4";

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();
    private SettingsFile settings;
    private Connections connections;

    @BeforeEach
    void open() {
        settings = new SettingsFile(folder, Clock.systemUTC(), notice -> notices.add(Sentences.whole(notice)));
        connections = connections();
    }

    private Connections connections() {
        return new ConnectionsFixture(folder, settings).connections;
    }

    private static Connections.NewConnection entry(String name, String url, Double rate, boolean noCredential) {
        return new Connections.NewConnection(name, APP, TENANT, url, rate, null, null, noCredential);
    }

    @Test
    void whatIsStoredIsReadBackWhole() {
        Connection added = connections
                .add(entry("Tarn \u00e9t\u00e9", "https://smba.trafficmanager.net/emea/", 12.5, false))
                .connection();

        assertThat(connections().list()).hasSize(2).last().isEqualTo(added);
        assertThat(added.kind()).isEqualTo(Kind.TENANT);
        connections.use("tarn \u00c9T\u00c9");
        assertThat(connections.current()).isEqualTo(added);
        connections.remove(added.name());
        assertThat(connections.current().kind()).isEqualTo(Kind.SANDBOX);
    }

    @Test
    void keysThatAreNotKnownStay() throws IOException {
        Files.writeString(folder.resolve("settings.json"), "{\"version\":1,\"later\":{\"a\":[1,2]}}");

        connections.add(entry("Tarn", null, null, false));

        assertThat(settings.read().path("later").path("a")).hasSize(2);
    }

    @Test
    void aBrokenFileIsSetAsideWithAMessage() throws IOException {
        Files.writeString(folder.resolve("settings.json"), "{\"version\":1,");

        assertThat(connections.list()).hasSize(1);

        assertThat(notices).singleElement().asString().contains("could not be read", "settings-unreadable-");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(f -> f.getFileName().toString().startsWith("settings-unreadable-")))
                    .singleElement()
                    .satisfies(f -> assertThat(Files.readString(f)).isEqualTo("{\"version\":1,"));
        }
    }

    @Test
    void aFileOfANewerVersionIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("settings.json"), "{\"version\":3}");

        assertThatThrownBy(() -> connections.list()).isInstanceOf(Problem.class).satisfies(says("newer Rostrum"));
        assertThatThrownBy(() -> connections.add(entry("Tarn", null, null, false)))
                .isInstanceOf(Problem.class);
        assertThat(folder.resolve("settings.json")).hasContent("{\"version\":3}");
    }

    @Test
    void pacingIsLiftedOnThisComputerOnly() {
        assertThat(connections
                        .add(entry("Lab", "http://127.0.0.1:5000/emea/", 0.0, false))
                        .connection())
                .satisfies(c -> {
                    assertThat(c.requestsPerSecond()).isInfinite();
                    assertThat(c.kind()).isEqualTo(Kind.LOCAL);
                    assertThat(c.simulated()).isTrue();
                });
        for (double rate : new double[] {0, -1, 51, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> connections.add(entry("Tarn", null, rate, false)))
                    .as("%s", rate)
                    .isInstanceOf(Problem.class)
                    .satisfies(says("50 requests a second"));
        }
        assertThatThrownBy(() -> connections.add(entry("Tarn", null, null, true)))
                .isInstanceOf(Problem.class)
                .satisfies(says("this computer only"));
        assertThat(connections.list()).hasSize(2);
    }

    @Test
    void fileNamesAreTakenByEverySystemAndNeverTwice() {
        Set<String> names = new HashSet<>();
        for (String name : List.of(
                "sandbox",
                "Sandbox 2",
                "con",
                "CON.",
                "nul",
                "a/b",
                "a\\b",
                "a:b",
                "a b",
                "a-b",
                "A-B!",
                "..",
                "\u7530\u4e2d",
                "\u0130stanbul",
                "x".repeat(60))) {
            String file = FileNames.of(name);
            assertThat(file).matches("[a-z0-9-]{1,60}\\.db");
            assertThat(file).isNotIn("sandbox.db", "con.db", "nul.db");
            assertThat(names.add(file)).as(name).isTrue();
        }
        assertThat(FileNames.of("a-b")).isEqualTo("a-b.db");
    }
}
