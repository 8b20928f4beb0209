package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ExpiryWarning;
import dev.rostrum.connection.Field;
import dev.rostrum.connection.TestCertificates;
import dev.rostrum.connection.doctor.Check;
import dev.rostrum.connection.doctor.CheckOutcome;
import dev.rostrum.connection.doctor.CheckResult;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings without a toolkit, against a real sandbox and its sign-in. */
class ConnectionsViewModelTest {
    private static final String PASSPHRASE = Canary.PASSPHRASE.value();

    @TempDir
    Path folder;

    private TestGraph graph;
    private ConnectionsViewModel model;
    private final SettingsFixture around = new SettingsFixture();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 12);
        graph.sync(0);
        model = model(Clock.systemUTC());
    }

    private ConnectionsViewModel model(Clock clock) {
        ConnectionsViewModel made = new ConnectionsViewModel(
                SettingsFixture.services(graph.program, clock),
                graph.workspace,
                new InlineTasks(),
                around,
                around,
                around);
        made.refresh();
        return made;
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private void set(Field field, String value) {
        model.form().value(field).set(value);
    }

    private String problem(Field field) {
        return model.form().problem(field).get();
    }

    private void fillForm(String secret) {
        around.answer = "leave";
        model.addNew();
        around.answer = Dialogs.CANCEL;
        set(Field.NAME, "Second");
        set(Field.APP_ID, " 28:" + graph.sandbox.appId() + " ");
        set(Field.TENANT, graph.sandbox.tenantId());
        set(Field.SERVICE_URL, graph.sandbox.serviceUrl());
        set(Field.SECRET, secret);
        set(Field.KEEP, SecretLocation.SESSION.code());
    }

    private CheckResult result(Check check) {
        return model.doctor().lines().get(check.ordinal()).result();
    }

    private void nothingOnDiskHolds(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("no secret in " + file)
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void aConnectionIsSavedTestedAndUsed() throws Exception {
        fillForm(graph.sandbox.clientSecret());

        model.save(true);

        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(result(Check.TOKEN).outcome()).isEqualTo(CheckOutcome.OK);
        assertThat(model.selectedProperty().get().connection().name()).isEqualTo("Second");
        assertThat(model.form().get(Field.SECRET))
                .as("the field keeps no secret")
                .isEmpty();
        assertThat(model.notes()).anySatisfy(note -> assertThat(note).contains("app id", "blanks"));
        model.use();
        assertThat(around.changed).contains("Second");
        nothingOnDiskHolds(graph.sandbox.clientSecret());
    }

    @Test
    void aWrongSecretOpensItsCheckWithTheFixAndACorrectedOneWorksAtOnce() {
        fillForm(Canary.WRONG_SECRET.value());
        model.save(true);
        assertThat(result(Check.TOKEN).outcome()).isEqualTo(CheckOutcome.FAILED);
        assertThat(Sentences.orNothing(result(Check.TOKEN).fix())).isNotBlank().doesNotContain("Kanari");
        assertThat(model.doctor().lines().get(Check.TOKEN.ordinal()).open()).isTrue();
        assertThat(result(Check.TEAM).outcome()).isEqualTo(CheckOutcome.NOT_RUN);
        assertThat(result(Check.TEAM).finding().code()).isEqualTo("doctor.needs.token");

        set(Field.SECRET, graph.sandbox.clientSecret());
        model.save(true);

        assertThat(result(Check.TOKEN).outcome()).isEqualTo(CheckOutcome.OK);
        assertThat(model.doctor().lines()).noneMatch(DoctorViewModel.Line::open);
    }

    @Test
    void theOpenConnectionIsTestedWithItsTeamAndTheReportIsSaved() throws Exception {
        model.test();
        assertThat(result(Check.TEAM).outcome()).isEqualTo(CheckOutcome.OK);
        assertThat(result(Check.ROSTER).outcome()).isEqualTo(CheckOutcome.OK);
        assertThat(result(Check.MESSAGE).outcome()).as("nobody was asked").isEqualTo(CheckOutcome.NOT_RUN);
        Path report = folder.resolve("report.txt");
        around.files.add(report);
        model.doctor().saveReport();
        assertThat(report).content().contains("Token").doesNotContain(graph.sandbox.clientSecret());
        around.files.add(folder.resolve("nowhere").resolve("report.txt"));
        model.doctor().saveReport();
        assertThat(model.doctor().failureProperty().get())
                .contains("There is no folder ", "Make it, or choose another place");
    }

    @Test
    void theMessageToMeIsAskedFor() {
        graph.workspace
                .act()
                .setMe(graph.workspace
                        .views()
                        .users()
                        .ids(PeopleFilter.of(null, ""))
                        .get(0));
        model.test();
        around.answer = Dialogs.CANCEL;
        model.doctor().messageMe();
        assertThat(result(Check.MESSAGE).outcome()).isEqualTo(CheckOutcome.NOT_RUN);
        around.answer = "send";
        model.doctor().messageMe();
        assertThat(around.questions.get(around.questions.size() - 1).title()).contains("me");
        assertThat(result(Check.MESSAGE).outcome()).isEqualTo(CheckOutcome.OK);
    }

    @Test
    void eachWrongFieldSaysWhatToDoAndNothingIsStored() {
        record Wrong(Field field, String value, Field at, String words) {}
        for (Wrong wrong : List.of(
                new Wrong(Field.NAME, " ", Field.NAME, "name"),
                new Wrong(Field.NAME, "sandbox", Field.NAME, "already a connection"),
                new Wrong(Field.APP_ID, "my bot", Field.APP_ID, "app id"),
                new Wrong(Field.TENANT, "", Field.TENANT, "tenant id"),
                new Wrong(Field.BOT_TENANT, "not one", Field.BOT_TENANT, "GUID or a domain"),
                new Wrong(Field.SERVICE_URL, "http://teams.example/", Field.SERVICE_URL, "https"),
                new Wrong(Field.SERVICE_URL, "https://teams.example/", Field.TRUSTED_HOST, "second time"),
                new Wrong(Field.RATE, "fast", Field.RATE, "is a number"),
                new Wrong(Field.IN_FLIGHT, "1.5", Field.IN_FLIGHT, "whole number"),
                new Wrong(Field.SECRET, "", Field.SECRET, "client secret is missing"),
                new Wrong(Field.SECRET_EXPIRES, "soon", Field.SECRET_EXPIRES, "year-month-day"),
                new Wrong(Field.SECRET_EXPIRES, "2020-01-01", Field.SECRET_EXPIRES, "over"),
                new Wrong(Field.SECRET_VARIABLE, "the secret!", Field.SECRET_VARIABLE, "environment variable"),
                new Wrong(Field.SIGN_IN, "certificate", Field.CERTIFICATE, "file is not chosen"),
                new Wrong(Field.PROXY, "explicit", Field.PROXY_HOST, "host name"))) {
            fillForm("x");
            set(wrong.field(), wrong.value());
            model.save(true);
            assertThat(problem(wrong.at())).as(wrong.toString()).contains(wrong.words());
            assertThat(model.failureProperty().get()).contains("Nothing was saved");
            assertThat(graph.program.connections().list()).hasSize(2);
            assertThat(model.form().shows(wrong.at())).isTrue();
        }
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndGoesAwayWhenMended() {
        model.addNew();
        set(Field.RATE, "0");
        set(Field.PROXY, "explicit");
        model.save(false);
        assertThat(Stream.of(Field.values()).filter(f -> !problem(f).isEmpty()))
                .containsExactlyInAnyOrder(
                        Field.NAME,
                        Field.APP_ID,
                        Field.TENANT,
                        Field.SECRET,
                        Field.RATE,
                        Field.PROXY_HOST,
                        Field.PROXY_PORT);
        assertThat(model.failureProperty().get()).startsWith("7 fields need");
        set(Field.NAME, "Fjord");
        assertThat(problem(Field.NAME)).isEmpty();
        assertThat(problem(Field.APP_ID)).isNotEmpty();
    }

    @Test
    void aForeignHostIsTakenOnlyWhenItsNameIsTypedAgain() {
        fillForm("x");
        set(Field.SERVICE_URL, "https://connector.example.com/teams/");
        assertThat(model.form().foreignHost()).contains("connector.example.com");
        set(Field.TRUSTED_HOST, "connector.example.org");
        model.save(false);
        assertThat(problem(Field.TRUSTED_HOST)).contains("another one");
        set(Field.TRUSTED_HOST, "connector.example.com");
        model.save(false);
        assertThat(graph.program.connections().find("Second").serviceUrl().allowedHost())
                .isEqualTo("connector.example.com");
        set(Field.SERVICE_URL, "https://smba.trafficmanager.net/emea/");
        assertThat(model.form().shows(Field.TRUSTED_HOST)).isFalse();
        assertThat(model.form().form().get(Field.TRUSTED_HOST)).isEmpty();
    }

    @Test
    void aStoredConnectionIsEditedAndTheSecretStays() {
        fillForm(graph.sandbox.clientSecret());
        model.save(false);
        assertThat(model.form().changed()).isFalse();
        set(Field.NAME, "Renamed");
        set(Field.RATE, "7");
        assertThat(model.form().changed()).isTrue();
        model.save(true);
        Connection renamed = graph.program.connections().find("Renamed");
        assertThat(renamed.requestsPerSecond()).isEqualTo(7);
        assertThat(model.selectedProperty().get().secretKnown()).isTrue();
        assertThat(result(Check.TOKEN).outcome()).isEqualTo(CheckOutcome.OK);
        set(Field.NAME, "");
        model.discard();
        assertThat(model.form().get(Field.NAME)).isEqualTo("Renamed");
    }

    @Test
    void aChangeOfTheOpenConnectionOffersToOpenItAgain() {
        set(Field.RATE, "5");
        model.save(false);
        assertThat(model.noticeProperty().get().tone()).isEqualTo(Tone.ACCENT);
        model.noticeProperty().get().action().run();
        assertThat(around.changed).endsWith(TestGraph.CONNECTION);
    }

    @Test
    void whatWasTypedIsNotDroppedWithoutAsking() {
        set(Field.RATE, "5");
        model.addNew();
        assertThat(model.addingProperty().get()).isFalse();
        assertThat(model.form().get(Field.RATE)).isEqualTo("5");
        around.answer = "leave";
        model.addNew();
        assertThat(model.addingProperty().get()).isTrue();
    }

    @Test
    void theFileOfSecretsIsMadeUnderANewPassphraseAndUnlockedOnceASession() throws Exception {
        fillForm(Canary.CLIENT_SECRET.value());
        set(Field.KEEP, SecretLocation.FILE.code());
        around.typed.add(List.of("short", "short"));
        around.typed.add(List.of(PASSPHRASE, Canary.WRONG_PASSPHRASE.value()));
        around.typed.add(List.of(PASSPHRASE, PASSPHRASE));
        model.save(false);
        assertThat(around.prompts)
                .extracting(Prompts.Prompt::trouble)
                .satisfiesExactly(
                        none -> assertThat(none).isEmpty(),
                        tooShort -> assertThat(tooShort).contains("at least 12"),
                        differ -> assertThat(differ).contains("not the same"));
        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(model.selectedProperty().get().locked()).isFalse();
        nothingOnDiskHolds(Canary.CLIENT_SECRET.value());

        graph.program.secrets().file().lock();
        graph.program.secrets().forget(graph.connection());
        RelockedGraph relocked = new RelockedGraph();
        assertThat(relocked.model.noticeProperty().get().words()).contains("passphrase");
        around.prompts.clear();
        around.typed.add(List.of(Canary.WRONG_PASSPHRASE.value()));
        around.typed.add(List.of(PASSPHRASE));
        relocked.model.noticeProperty().get().action().run();
        assertThat(around.prompts).hasSize(2);
        assertThat(around.prompts.get(1).trouble()).contains("passphrase");
        assertThat(relocked.model.selectedProperty().get().secretKnown()).isTrue();
        assertThat(relocked.model.noticeProperty().get()).isNull();
    }

    /** The same data folder after a new start of the program: nothing is known but what is on disk. */
    private final class RelockedGraph {
        final ConnectionsViewModel model;

        RelockedGraph() {
            var program = dev.rostrum.app.RostrumProgram.open(folder.resolve("data"), name -> null, notice -> {});
            model = new ConnectionsViewModel(
                    SettingsFixture.services(program, Clock.systemUTC()),
                    null,
                    new InlineTasks(),
                    around,
                    around,
                    around);
            model.refresh();
            model.select(model.entries().stream()
                    .filter(e -> e.connection().name().equals("Second"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Test
    void expiryIsWarnedOfThirtyAndSevenDaysBefore() {
        record Left(int days, ExpiryWarning.Level level, Tone tone) {}
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        fillForm(graph.sandbox.clientSecret());
        set(Field.SECRET_EXPIRES, today.plusDays(31).toString());
        model.save(false);
        assertThat(model.noticeProperty().get()).isNull();
        for (Left left : List.of(
                new Left(30, ExpiryWarning.Level.NOTICE, Tone.ACCENT),
                new Left(7, ExpiryWarning.Level.URGENT, Tone.WARNING),
                new Left(-1, ExpiryWarning.Level.ENDED, Tone.DANGER))) {
            ConnectionsViewModel later = model(Clock.offset(Clock.systemUTC(), Duration.ofDays(31 - left.days())));
            later.select(later.entries().get(2));
            assertThat(later.selectedProperty().get().expiry().level()).isEqualTo(left.level());
            assertThat(later.noticeProperty().get().tone()).isEqualTo(left.tone());
        }
    }

    @Test
    void aCertificateIsChosenAndItsPasswordIsChecked() throws Exception {
        Path pfx = folder.resolve("bot.pfx");
        TestCertificates certificate = TestCertificates.rsa(
                Clock.systemUTC().instant().minus(Duration.ofDays(1)),
                Clock.systemUTC().instant().plus(Duration.ofDays(20)));
        certificate.pkcs12(pfx, Canary.CERTIFICATE_PASSWORD.value());
        fillForm("");
        set(Field.SIGN_IN, "certificate");
        around.files.add(pfx);
        model.chooseFile(Field.CERTIFICATE);
        set(Field.CERTIFICATE_PASSWORD, Canary.WRONG_SECRET.value());
        model.save(false);
        assertThat(problem(Field.CERTIFICATE_PASSWORD)).contains("password");
        set(Field.CERTIFICATE_PASSWORD, Canary.CERTIFICATE_PASSWORD.value());
        model.save(false);
        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(model.noticeProperty().get().words()).contains("certificate", "ends in");
    }

    @Test
    void removingAsksAndKeepsTheDataFile() {
        fillForm(graph.sandbox.clientSecret());
        model.save(false);
        model.remove();
        assertThat(graph.program.connections().list()).hasSize(3);
        around.answer = "remove";
        model.remove();
        assertThat(graph.program.connections().list())
                .extracting(Connection::name)
                .containsExactly(Connection.SANDBOX, TestGraph.CONNECTION);
    }

    private static final String TWO_COPIES = "send from one of them only";

    @Test
    void aConnectionMovesByAFileAndBothSidesAreTold() {
        Path file = folder.resolve("moved.rostrum");
        around.files.add(file);
        around.typed.add(List.of("", ""));
        model.export();
        assertThat(around.prompts.get(0).body()).contains(TWO_COPIES);
        assertThat(file).exists();
        assertThat(model.notes())
                .anyMatch(note -> note.contains(TWO_COPIES))
                .anyMatch(note -> note.contains("not sealed"));

        around.files.add(file);
        String url = graph.connection().serviceUrl().toString();
        around.typed.add(List.of("", "", url, ""));
        around.typed.add(List.of("Copy", "", "", ""));
        around.typed.add(List.of("Copy", "", url, ""));
        model.importFile();
        assertThat(around.prompts.get(1).body()).contains(TWO_COPIES);
        assertThat(around.prompts.get(2).trouble()).contains("already a connection");
        assertThat(around.prompts.get(3).trouble()).contains("service on the computer that it comes from");
        assertThat(model.selectedProperty().get().connection().name()).isEqualTo("Copy");
        assertThat(model.selectedProperty().get().secretKnown()).isFalse();
        assertThat(around.reports).singleElement().asList().hasSize(4);
        assertThat(around.reports.get(0).get(0).heading()).contains("not known");
    }

    @Test
    void aSealedConnectionComesInByItsPassphrase() {
        Path file = folder.resolve("sealed.rostrum");
        around.files.add(file);
        around.typed.add(List.of(Canary.PASSPHRASE.value(), "another"));
        around.typed.add(List.of(Canary.PASSPHRASE.value(), Canary.PASSPHRASE.value()));
        model.export();
        assertThat(around.prompts.get(1).trouble()).contains("not the same");
        assertThat(model.notes()).anyMatch(note -> note.contains("It is sealed"));

        around.files.add(file);
        String url = graph.connection().serviceUrl().toString();
        around.typed.add(List.of("Copy", "", url, ""));
        around.typed.add(List.of("Copy", "another passphrase", url, ""));
        around.typed.add(List.of("Copy", Canary.PASSPHRASE.value(), url, ""));
        model.importFile();
        assertThat(around.prompts.get(3).trouble()).contains("sealed under a passphrase");
        assertThat(around.prompts.get(4).trouble()).contains("does not open the seal");
        assertThat(around.reports.get(0).get(0).tone()).isEqualTo(Tone.SUCCESS);
    }

    @Test
    void theTeamsAppPackageNamesWhatIsMissingAndIsWritten() throws Exception {
        Path zip = folder.resolve("app.zip");
        around.typed.add(List.of("Tarn", "", "", "", "", "1.0.0", ""));
        around.typed.add(List.of(
                "Tarn",
                "Tarn Ltd",
                "https://tarn.example",
                "https://tarn.example/p",
                "https://tarn.example/t",
                "1.0.0",
                ""));
        around.files.add(zip);
        model.appPackage();
        assertThat(around.prompts).hasSize(2);
        assertThat(around.prompts.get(1).trouble()).contains("No app package was written");
        try (ZipFile made = new ZipFile(zip.toFile())) {
            assertThat(made.getEntry("manifest.json")).isNotNull();
        }
        assertThat(model.notes()).singleElement().asString().contains("app.zip");
    }

    @Test
    void theSandboxIsTestedOnlyWhileItIsOpenAndNeverRemoved() {
        model.select(model.entries().get(0));
        model.test();
        assertThat(model.failureProperty().get()).contains("Use it first");
        model.remove();
        model.export();
        model.appPackage();
        assertThat(around.questions).isEmpty();
        assertThat(around.prompts).isEmpty();
    }
}
