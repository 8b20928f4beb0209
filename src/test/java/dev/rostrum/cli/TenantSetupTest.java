package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.app.RostrumProgram;
import dev.rostrum.connection.TestCertificates;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** App package, import, backup and restore as they are typed, against a real sandbox and real data files. */
class TenantSetupTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "TEST_SECRET";

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private Path data;

    private record Said(int status, List<String> out, String err) {
        Said is(int expected) {
            assertThat(status).as(err + "\n" + String.join("\n", out)).isEqualTo(expected);
            return this;
        }
    }

    @BeforeEach
    void start() throws IOException {
        data = folder.resolve("data");
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(12)
                .withRateLimits(false));
        run(
                        "connection add lab --rate 0 --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        sandbox.serviceUrl(),
                        "--secret-env",
                        SECRET)
                .is(0);
        run("connection use lab").is(0);
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
    }

    private Said run(String line, String... more) {
        return run(Typed.piped(""), line, more);
    }

    private Said run(Typed typed, String line, String... more) {
        List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.addAll(List.of(more));
        int status = new CommandLineRunner(
                        options -> RostrumProgram.open(
                                data, name -> name.equals(SECRET) ? sandbox.clientSecret() : null, notice -> {}),
                        typed.terminal(),
                        name -> name.equals(SECRET) ? sandbox.clientSecret() : null,
                        new NoSignals())
                .run(arguments.toArray(String[]::new));
        return new Said(status, typed.outLines(), typed.err());
    }

    @Test
    void aVariableThatIsNotSetIsToldAndTheConnectionAddedAllTheSame() {
        Said said = run(
                        "connection add other --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        sandbox.serviceUrl(),
                        "--secret-env",
                        "NOT_SET_HERE")
                .is(0);
        assertThat(said.err()).contains("The environment variable NOT_SET_HERE is not set here");
        assertThat(run("connection edit lab --rate 5").is(0).err()).doesNotContain("is not set here");
    }

    @Test
    void aNewConnectionOfAnOldNameSaysThatItTakesUpTheOldHistory() {
        run("team add", sandbox.teams().get(0).link()).is(0);
        run("connection remove lab --yes").is(0);
        String[] again = {
            sandbox.appId(),
            "--tenant",
            sandbox.tenantId(),
            "--service-url",
            sandbox.serviceUrl(),
            "--secret-env",
            SECRET
        };
        assertThat(run("connection add lab --rate 0 --app-id", again).is(0).err())
                .contains("history", data.resolve("connections").toString());
        assertThat(run("connection add fresh --rate 0 --app-id", again).is(0).err())
                .doesNotContain("history");
    }

    @Test
    void aSecretThatCannotBeKeptAddsNoConnection() {
        Said said = run(
                "connection add kept --keep-secret keychain --app-id",
                sandbox.appId(),
                "--tenant",
                sandbox.tenantId(),
                "--service-url",
                sandbox.serviceUrl(),
                "--secret-env",
                SECRET);
        if (said.status() == 0) {
            // This computer has a keychain, which took it.
            run("connection remove kept --yes").is(0);
            return;
        }
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("“kept” was not added, since its secret cannot be kept there");
        assertThat(String.join("\n", run("connection list").is(0).out())).doesNotContain("kept");
    }

    @Test
    void theAppPackageIsWritten() throws IOException {
        Path out = folder.resolve("app.zip");
        String urls = "--website https://contoso.example/ --privacy https://contoso.example/p --terms"
                + " https://contoso.example/t";
        Said said = run("app-package --developer Contoso " + urls + " --out", out.toString())
                .is(0);
        assertThat(said.out()).containsExactly(out.toString());
        assertThat(said.err()).startsWith("Connection: lab").contains("Next: upload it in the Teams admin center");
        try (ZipFile zip = new ZipFile(out.toFile())) {
            JsonNode manifest = JSON.readTree(zip.getInputStream(zip.getEntry("manifest.json")));
            assertThat(manifest.path("bots").path(0).path("botId").asText()).isEqualTo(sandbox.appId());
        }
        byte[] before = Files.readAllBytes(out);
        Said there = run("app-package --developer Contoso " + urls + " --out", out.toString())
                .is(2);
        assertThat(there.err()).contains("already a file " + out, "--force");
        assertThat(Files.readAllBytes(out)).isEqualTo(before);
        run("app-package --force --developer Contoso " + urls + " --out", out.toString())
                .is(0);
        Said wrong = run("app-package --force --developer Contoso --app-version 1 " + urls + " --out", out.toString())
                .is(2);
        assertThat(wrong.err()).contains("M5: The app's version has three numbers");
        run("app-package --force --connection Sandbox --developer Contoso " + urls + " --out", out.toString())
                .is(2);
    }

    @Test
    void aSecretThatEndsSoonIsSaidWhereverTheBotSignsIn() {
        String soon = LocalDate.now(ZoneOffset.UTC).plusDays(6).toString();
        run("team add", sandbox.teams().get(0).link()).is(0);
        assertThat(run("team sync").is(0).err()).doesNotContain("client secret of");
        run("connection edit lab --secret-expires", soon).is(0);

        assertThat(run("team sync").is(0).err())
                .contains("The client secret of \u201clab\u201d ends in 6 days, on " + soon)
                .contains("Make a new secret");
        assertThat(run("connection edit lab --proxy proxy.contoso.example")
                        .is(2)
                        .err())
                .contains("--proxy: The proxy's port is a number");
        run("connection edit lab --proxy http://proxy.contoso.example:8080").is(0);
        assertThat(run("connection list --json").is(0).out().get(1)).contains("\"proxy.contoso.example:8080\"");
    }

    @Test
    void anotherCertificateDoesNotKeepTheKeyFileOfTheOneBefore() throws Exception {
        Instant now = Instant.now();
        TestCertificates mine = TestCertificates.rsa(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(20)));
        Path pem = Files.writeString(folder.resolve("bot.pem"), mine.certificatePem());
        Path key = Files.writeString(folder.resolve("bot.key"), mine.keyPem());
        Path pfx = mine.pkcs12(folder.resolve("bot.pfx"), sandbox.clientSecret());
        run("connection edit lab --certificate", pem.toString(), "--certificate-key", key.toString())
                .is(0);

        Said changed = run("connection edit lab --certificate", pfx.toString(), "--certificate-password-env", SECRET)
                .is(0);

        assertThat(changed.err()).contains("The certificate of \u201clab\u201d ends in");
        assertThat(run("connection list --json").is(0).out().get(1)).contains("\"signIn\":\"certificate\"");
    }

    @Test
    void anImportSaysWhatItTookAndWritesAReport() throws IOException {
        String tenant = sandbox.tenantId();
        Path people = Files.writeString(
                folder.resolve("people.csv"),
                "AadId,UserId,ConversationId,ServiceUrl,TenantId\n"
                        + ",29:1annannann,a:1annannann," + sandbox.serviceUrl() + "," + tenant + "\n"
                        + ",29:1bobbobbob,a:1bobbobbob,https://evil.example/," + tenant + "\n"
                        + ",=1+1,a:1bobbobbob," + sandbox.serviceUrl() + "," + tenant + "\n",
                StandardCharsets.UTF_8);
        Path report = folder.resolve("report.csv");

        Said dry = run("user import --dry-run", people.toString()).is(0);
        assertThat(dry.out().get(0))
                .startsWith("Dry run, nothing was written. Of 3 rows: 1 person and 1 conversation id");
        assertThat(run("conversation list --json").is(0).out()).isEmpty();

        Said real = run("user import", people.toString(), "--report", report.toString())
                .is(0);
        assertThat(real.out().get(0))
                .isEqualTo("Of 3 rows: 1 person and 1 conversation id new, 0 rows known already, 2 rows not taken.");
        assertThat(Files.readAllLines(report))
                .containsExactly(
                        "\ufeffline,userId,objectId,reason",
                        "3,29:1bobbobbob,,\"The connection leads to a service on this computer, so only a service URL with its"
                                + " loopback address (127.0.0.1, localhost or [::1]) is taken\"",
                        "4,'=1+1,,The user id does not look like 29:…");

        Files.writeString(
                people,
                "AadId,UserId,ConversationId,ServiceUrl,TenantId\n,29:1bobbobbob,,https://smba.trafficmanager.net/emea/,"
                        + tenant + "\n");
        assertThat(run("user import", people.toString()).is(1).out())
                .as("nothing of it was taken, and a script sees that")
                .anyMatch(line -> line.contains("leads to a service on this computer"));

        JsonNode row = JSON.readTree(run("conversation list --json").is(0).out().get(0));
        assertThat(row.path("origin").asText()).isEqualTo("IMPORT");
        assertThat(row.path("unverified").asBoolean()).isTrue();
        assertThat(run("conversation list").is(0).out().get(1)).contains("Unverified");
        assertThat(run("conversation export -").is(0).out().get(1))
                .contains(",IMPORT,")
                .endsWith(",true,UNCONFIRMED");
        assertThat(run("user list").is(0).out().get(1)).contains("Unknown, unverified");
    }

    @Test
    void capturedActivitiesAreImportedByTheSameCommand() throws IOException {
        String userId =
                sandbox.events().truth().teams().get(0).members().iterator().next();
        List<String> lines = new ArrayList<>();
        sandbox.events().installs(userId).forEach(event -> lines.add(event.json()));
        lines.add("{\"type\":\"message\",\"channelId\":\"msteams\"}");
        Path captured = Files.write(folder.resolve("captured.jsonl"), lines);
        Path report = folder.resolve("refused.csv");

        assertThat(run("user import --dry-run", captured.toString()).is(0).out())
                .first()
                .asString()
                .startsWith(
                        "Dry run, nothing was written. Of 3 activities: 1 person, 1 conversation id and 0 teams would be new");
        assertThat(run("user list").is(0).out().toString()).doesNotContain(userId);
        Said said = run("user import", captured.toString(), "--report", report.toString())
                .is(0);
        assertThat(said.out())
                .containsExactly(
                        "Of 3 activities: 1 person, 1 conversation id and 0 teams new, 1 activity says nothing new, 1 was not taken.",
                        "  1  It was for another bot than the connection's");
        assertThat(said.err()).contains("unverified until a roster names them", "only after Teams gave the same one");
        assertThat(Files.readAllLines(report))
                .containsExactly(
                        "\ufeffline,userId,objectId,reason", "3,,,It was for another bot than the connection's");
        Said unconfirmed = run("conversation list --state unconfirmed --json").is(0);
        assertThat(unconfirmed.out()).hasSize(1);
        assertThat(JSON.readTree(unconfirmed.out().get(0)).path("userId").asText())
                .isEqualTo(userId);
        assertThat(run("conversation list --state current").is(0).err()).isNotBlank();
        assertThat(run("user show", userId).is(0).out().toString()).contains("Unverified", "Not confirmed");
        assertThat(run("user import --encoding utf-8", captured.toString())
                        .is(2)
                        .err())
                .contains("JSON in UTF-8 or UTF-16");
    }

    @Test
    void anEncodingIsAskedForOrNamedNeverGuessed() throws IOException {
        Path people = Files.writeString(
                folder.resolve("people.csv"),
                "AadId;UserId;ConversationId;ServiceUrl;TenantId;Name\n;29:1annannann;;;" + sandbox.tenantId()
                        + ";Zo\u00eb M\u00fcller\n",
                Charset.forName("windows-1252"));

        assertThat(run("user import", people.toString()).is(2).err())
                .contains("neither UTF-8 nor UTF-16: line 2", "--encoding windows-1252");
        Said no = run(Typed.interactive("n\n", 200), "user import", people.toString())
                .is(2);
        assertThat(no.err())
                .contains("Read as windows-1252 it says: \u201cZo\u00eb M\u00fcller\u201d. Is that right? [y/N]");
        assertThat(run("user list").is(0).out().toString()).doesNotContain("Zo\u00eb");
        assertThat(run(Typed.interactive("y\n", 200), "user import --dry-run", people.toString())
                        .is(0)
                        .out()
                        .get(0))
                .contains("1 person");

        run("user import --encoding windows-1252", people.toString()).is(0);

        assertThat(run("user list").is(0).out().get(1)).contains("Zo\u00eb M\u00fcller");
        assertThat(run("user import --encoding klingon", people.toString())
                        .is(2)
                        .err())
                .contains("no encoding klingon");
    }

    @Test
    void aBackupIsMadeListedAndRestored() throws IOException {
        run("backup restore --yes").is(1);
        run("team add", sandbox.teams().get(0).link()).is(0);
        Said made = run("backup create").is(0);
        assertThat(Path.of(made.out().get(0))).exists();
        run("team sync").is(0);
        run(
                        "announce --include-outsiders --text Hello --yes --team",
                        sandbox.teams().get(0).id())
                .is(0);

        JsonNode listed = JSON.readTree(run("backup list --json").is(0).out().get(0));
        assertThat(listed.path("verified").asBoolean()).isTrue();
        assertThat(listed.path("kind").asText()).isEqualTo("asked");
        assertThat(run("backup list --no-check").is(0).out().get(1)).contains("not checked now");

        assertThat(run("backup restore").is(2).err())
                .containsSubsequence("Restore the backup of", "Nothing was changed: without a terminal", "Add --yes.");
        assertThat(run(Typed.interactive("n\n", 100), "backup restore").is(0).err())
                .contains("Nothing was changed.");
        assertThat(run("user list --json").is(0).out()).hasSize(12);

        Said restored = run(
                        Typed.interactive("y\n", 100),
                        "backup restore",
                        listed.path("id").asText())
                .is(0);
        assertThat(restored.out().get(0)).startsWith("The backup of ").endsWith(" is in place.");
        assertThat(restored.out().get(1)).contains("set-aside");
        assertThat(restored.out().get(2)).startsWith("It holds 12 sends that the backup does not know of");
        assertThat(run("user list --json").is(0).out()).isEmpty();
        assertThat(run("team list --json").is(0).out()).hasSize(1);
    }
}
