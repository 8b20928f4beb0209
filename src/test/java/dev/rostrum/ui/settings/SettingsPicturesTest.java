package dev.rostrum.ui.settings;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionForm;
import dev.rostrum.connection.Connections;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.TypedSecrets;
import dev.rostrum.connection.doctor.Check;
import dev.rostrum.connection.doctor.CheckOutcome;
import dev.rostrum.files.OutputFile;
import dev.rostrum.store.Database;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.testing.Canary;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** The Settings screen as the admin sees it. */
@Tag("ui")
class SettingsPicturesTest {
    @TempDir
    Path folder;

    private SandboxWindow window;
    private SettingsScreen screen;
    private final SettingsFixture around = new SettingsFixture();
    private final FxRobot robot = new FxRobot();

    @BeforeEach
    void open() {
        window = new SandboxWindow(folder);
        window.program
                .connections()
                .add(new Connections.NewConnection(
                        "Tarn",
                        "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44",
                        "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4",
                        "https://smba.trafficmanager.net/emea/",
                        null,
                        null,
                        null,
                        false));
        screen = window.show(
                "settings",
                w -> new SettingsScreen(
                        SettingsFixture.services(w.program, Clock.systemDefaultZone()),
                        w.workspace,
                        w.themes,
                        w.tasks,
                        w.fx,
                        System::nanoTime,
                        w.window.dialogs(),
                        () -> w.window.stage(),
                        around,
                        new SettingsScreen.About("0.1.0", Path.of("/home/ada/.local/share/rostrum"))));
        until(() -> screen.model().entries().size() == 2);
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    private void set(Field field, String value) {
        screen.model().form().value(field).set(value);
    }

    private CheckOutcome token() {
        return screen.model()
                .doctor()
                .lines()
                .get(Check.TOKEN.ordinal())
                .result()
                .outcome();
    }

    private void untilExamined() {
        until(() -> screen.model().doctor().diagnosisProperty().get() != null);
    }

    @Test
    void theSandboxAndATenant() {
        onFx(() -> screen.model().test());
        untilExamined();
        pictures("settings-sandbox");
        assertThat(token()).isEqualTo(CheckOutcome.OK);

        onFx(() -> screen.model().select(screen.model().entries().get(1)));
        pictures("settings-tenant");
        onFx(() -> {
            set(Field.SECRET_EXPIRES, LocalDate.now(ZoneOffset.UTC).plusDays(5).toString());
            screen.model().save(false);
        });
        until(() -> screen.model().noticeProperty().get() != null);
        pictures("settings-expiry");
        onFx(() -> {
            set(Field.SIGN_IN, "certificate");
            set(Field.PROXY, "explicit");
            set(Field.PROXY_USER, "ada");
            screen.model().save(false);
        });
        until(() -> !screen.model().workingProperty().get());
        pictures("settings-certificate");
    }

    @Test
    void nothingReachesTheBuiltInSandboxFromOutside() {
        onFx(() -> screen.open(SettingsScreen.INBOUND));
        pictures("inbound-sandbox");
        assertThat(onFx(() -> screen.root().lookup("#listen").isDisabled())).isTrue();
    }

    /** Types with the keyboard where the focus is. */
    private void type(String keys) {
        robot.write(keys, 0);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void typeInto(Field field, String keys) {
        onFx(() -> screen.root()
                .lookup("#field-" + field.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .requestFocus());
        type(keys);
        assertThat(onFx(() -> screen.model().form().value(field).get())).isEqualTo(keys);
    }

    /** The check that failed first stands open and says what to do. */
    private void fails(Check check, String code) {
        untilExamined();
        DoctorViewModel.Line line = screen.model().doctor().lines().get(check.ordinal());
        assertThat(line.result().outcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(line.result().code()).isEqualTo(code);
        assertThat(line.open()).isTrue();
        assertThat(Sentences.orNothing(line.result().fix())).isNotEmpty();
    }

    /**
     * The whole path of a new connection: nothing filled in, a service that is not there, an app id that the tenant does not know, a
     * wrong secret, the right one, both typed in the window.
     */
    @Test
    void fromAnEmptyFormToAConnectionThatWorks() {
        onFx(() -> {
            screen.model().addNew();
            screen.model().save(true);
        });
        until(() -> !screen.model().failureProperty().get().isEmpty());
        assertThat(screen.model().form().problem(Field.NAME).get()).isNotEmpty();
        pictures("settings-path-1-empty");
        assertThat(onFx(() -> window.window.stage().getScene().getFocusOwner().getId()))
                .as("the first wrong field has the focus")
                .isEqualTo("field-name");

        Connection sandbox = window.workspace.connection();
        onFx(() -> {
            set(Field.NAME, "Fjord");
            set(Field.TENANT, sandbox.tenantId());
            set(Field.APP_ID, "00000000-0000-4000-8000-000000000001");
            set(Field.SERVICE_URL, "http://127.0.0.1:1/emea/");
            set(Field.KEEP, "session");
        });
        typeInto(Field.SECRET, Canary.WRONG_SECRET.value());
        onFx(() -> screen.model().save(true));
        fails(Check.TLS, "");
        pictures("settings-path-2-no-service");
        onFx(() -> set(Field.SERVICE_URL, sandbox.serviceUrl().toString()));
        // What was typed for the other port is not for this one.
        typeInto(Field.SECRET, Canary.WRONG_SECRET.value());
        onFx(() -> screen.model().save(true));
        until(() -> screen.model().doctor().diagnosisProperty().get() != null && token() == CheckOutcome.FAILED);
        fails(Check.TOKEN, "AADSTS700016");
        pictures("settings-path-3-wrong-app");
        onFx(() -> {
            set(Field.APP_ID, sandbox.appId());
            screen.model().save(true);
        });
        until(() -> screen.model().doctor().diagnosisProperty().get() != null
                && screen.model()
                        .doctor()
                        .lines()
                        .get(Check.TOKEN.ordinal())
                        .result()
                        .code()
                        .equals("AADSTS7000215"));
        fails(Check.TOKEN, "AADSTS7000215");
        pictures("settings-path-4-wrong-secret");
        onFx(() -> ((Button) screen.root().lookup("#toCredential")).fire());
        assertThat(onFx(() -> window.window.stage().getScene().getFocusOwner().getId()))
                .isEqualTo("field-secret");

        type(window.program.secrets().of(sandbox).orElseThrow());
        onFx(() -> screen.model().save(true));
        until(() -> screen.model().doctor().diagnosisProperty().get() != null && token() == CheckOutcome.OK);
        pictures("settings-path-5-right");
    }

    @Test
    void aForeignHostAndThePassphrase() {
        onFx(() -> {
            screen.model().select(screen.model().entries().get(1));
            set(Field.SERVICE_URL, "https://connector.example.com/teams/");
            screen.model().save(false);
        });
        until(() -> !screen.model().form().problem(Field.TRUSTED_HOST).get().isEmpty());
        pictures("settings-foreign-host");
        onFx(() -> {
            screen.model().discard();
            set(Field.KEEP, "file");
        });
        typeInto(Field.SECRET, Canary.CLIENT_SECRET.value());
        onFx(() -> screen.model().save(false));
        until(() -> window.window.dialogs().isOpen());
        pictures("settings-passphrase");

        until(() -> window.window.stage().getScene().getFocusOwner() instanceof PasswordField);
        type(Canary.PASSPHRASE.value());
        robot.push(KeyCode.TAB);
        type(Canary.PASSPHRASE.value());
        robot.push(KeyCode.ENTER);
        until(() -> !window.window.dialogs().isOpen()
                && !screen.model().workingProperty().get());
        assertThat(screen.model().failureProperty().get()).isEmpty();
        RostrumProgram later = RostrumProgram.open(folder, name -> null, notice -> {});
        later.secrets().file().unlock(Canary.PASSPHRASE.value().toCharArray());
        assertThat(later.secrets().of(later.connections().find("Tarn")))
                .as("as it is kept")
                .contains(Canary.CLIENT_SECRET.value());
        assertThat(folder.resolve("secrets.json")).content().doesNotContain("Kanari");
    }

    /** What a file from another computer brought, and what it may not say. */
    @Test
    void theReportOfAnImport() {
        RostrumProgram program = window.program;
        Connection tarn = program.connections()
                .edit(
                        "Tarn",
                        ConnectionForm.of(program.connections().find("Tarn"))
                                .with(Field.SECRET_VARIABLE, "BOT_SECRET")
                                .with(Field.PROXY, "explicit")
                                .with(Field.PROXY_HOST, "proxy.tarn.example:3128")
                                .with(Field.PROXY_USER, "ada"),
                        TypedSecrets.none())
                .connection();
        try (Database data = Database.openForWriting(
                folder.resolve("connections").resolve(tarn.file()),
                DataFiles.identity(tarn),
                "test",
                Duration.ZERO,
                holder -> {},
                Clock.systemUTC(),
                System::nanoTime)) {
            new TeamStore(data).add("19:a@thread.tacv2", "Works council", null, 12, Instant.EPOCH);
        }
        Path open = folder.resolve("tarn.rostrum");
        Path sealed = folder.resolve("tarn-sealed.rostrum");
        program.archive().export("Tarn", OutputFile.at(open, false), null);
        program.archive()
                .export(
                        "Tarn",
                        OutputFile.at(sealed, false),
                        Canary.PASSPHRASE.value().toCharArray());

        onFx(() -> screen.model().importFrom(open));
        until(() -> window.window.dialogs().isOpen());
        pictures("settings-import");
        until(() -> window.window.stage().getScene().getFocusOwner() instanceof TextField);
        type("Tarn from the north");
        robot.push(KeyCode.ENTER);
        until(() ->
                screen.model().entries().size() == 3 && window.window.dialogs().isOpen());
        pictures("settings-import-report");
        assertThat(screen.root().getScene().getRoot().lookupAll(".r-dialog-words"))
                .extracting(node -> ((Label) node).getText())
                .anyMatch(words -> words.startsWith("1 team"))
                .anyMatch(words -> words.contains("proxy's login"))
                .anyMatch(words -> words.contains("environment variable of the client secret"));
        robot.push(KeyCode.ESCAPE);
        until(() -> !window.window.dialogs().isOpen());

        onFx(() -> screen.model().importFrom(sealed));
        until(() -> window.window.dialogs().isOpen());
        until(() -> window.window.stage().getScene().getFocusOwner() instanceof TextField);
        type("Tarn of the south");
        robot.push(KeyCode.TAB);
        type(Canary.PASSPHRASE.value());
        robot.push(KeyCode.ENTER);
        until(() ->
                screen.model().entries().size() == 4 && window.window.dialogs().isOpen());
        pictures("settings-import-report-sealed");
    }

    @Test
    void theAppPackage() {
        onFx(() -> {
            screen.model().select(screen.model().entries().get(1));
            screen.model().appPackage();
        });
        until(() -> window.window.dialogs().isOpen());
        pictures("settings-app-package");
    }

    @Test
    void sendingAndBackup() throws IOException {
        page("#sendingPage");
        until(() -> !screen.sending().value(SendingViewModel.Number.DAYS).get().isEmpty());
        onFx(() -> {
            screen.sending().value(SendingViewModel.Number.QUIET_FROM).set("22:00");
            screen.sending().value(SendingViewModel.Number.SHARE).set("many");
            screen.sending().save();
        });
        pictures("settings-sending");
        page("#backupPage");
        until(() -> Screenshots.button(window.window.dialogs(), "Leave") != null);
        pictures("settings-leaving");
        onFx(() -> Screenshots.button(window.window.dialogs(), "Leave").fire());
        Path data = window.program.dataFolder().resolve("connections").resolve("sandbox.db");
        for (String stamp : List.of("20261128T101112345Z", "20261130T081500000Z")) {
            Files.copy(data, data.resolveSibling("sandbox.db.set-aside-" + stamp));
        }
        page("#sendingPage");
        page("#backupPage");
        onFx(() -> screen.backup().backUp());
        until(() -> screen.backup().rows().stream()
                .anyMatch(row -> row.trouble() != null && row.trouble().isEmpty()));
        onFx(() -> screen.backup().selectedProperty().set(screen.backup().rows().get(0)));
        pictures("settings-backup");
    }

    @Test
    void otherPages() {
        page("#appearancePage");
        pictures("settings-appearance");
        page("#aboutPage");
        pictures("settings-about");
    }

    private void page(String id) {
        onFx(() -> ((ToggleButton) screen.root().lookup(id)).setSelected(true));
    }
}
