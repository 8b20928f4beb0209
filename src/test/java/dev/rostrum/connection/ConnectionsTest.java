package dev.rostrum.connection;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.auth.SignInFailure;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.Connection.Kind;
import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.connection.secret.SecretName;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.Network;
import dev.rostrum.store.Database;
import dev.rostrum.store.EarlierFile;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.Said;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
    private static final String APP = "5f2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44";
    private static final String OTHER_APP = "6a2c9a10-7b1e-4c0d-9a51-0e2b7d3c8f44";
    private static final String TENANT = "0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path folder;

    private ConnectionsFixture fixture;
    private Connections connections;

    @BeforeEach
    void open() {
        fixture = new ConnectionsFixture(folder);
        fixture.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        connections = fixture.connections;
    }

    private static ConnectionForm form(String name) {
        return ConnectionForm.blank()
                .with(Field.NAME, name)
                .with(Field.APP_ID, APP)
                .with(Field.TENANT, TENANT);
    }

    private Connection add(ConnectionForm form) {
        return connections.add(form, TypedSecrets.none()).connection();
    }

    private List<Field> problems(ConnectionForm form) {
        Connections.Checked checked = connections.check(form, TypedSecrets.none());
        assertThat(checked.problems()).allSatisfy(p -> assertThat(Sentences.whole(p.reason()))
                .endsWith(".")
                .doesNotContainIgnoringCase("invalid")
                .doesNotContain("null"));
        return checked.problems().stream().map(FieldProblem::field).toList();
    }

    // --- the form

    @Test
    void everyProblemIsToldAtOnceByItsField() {
        ConnectionForm wrong = ConnectionForm.blank()
                .with(Field.NAME, " ")
                .with(Field.APP_ID, "my bot")
                .with(Field.BOT_TYPE, "triple")
                .with(Field.BOT_TENANT, "a b")
                .with(Field.TENANT, "")
                .with(Field.CLOUD, "mars")
                .with(Field.SERVICE_URL, "http://smba.trafficmanager.net/")
                .with(Field.SIGN_IN, "password")
                .with(Field.SECRET_EXPIRES, "31.12.2027")
                .with(Field.KEEP, "desk")
                .with(Field.SECRET_VARIABLE, "s3cr3t~value")
                .with(Field.PROXY, "explicit")
                .with(Field.PROXY_HOST, "http://proxy/proxy.pac")
                .with(Field.PROXY_PORT, "70000")
                .with(Field.PROXY_USER, "me:secret")
                .with(Field.TRUST, "everybody")
                .with(Field.RATE, "fast")
                .with(Field.IN_FLIGHT, "1.5");

        assertThat(problems(wrong))
                .containsExactlyInAnyOrder(
                        Field.NAME,
                        Field.APP_ID,
                        Field.BOT_TYPE,
                        Field.BOT_TENANT,
                        Field.TENANT,
                        Field.CLOUD,
                        Field.SERVICE_URL,
                        Field.SIGN_IN,
                        Field.SECRET_EXPIRES,
                        Field.KEEP,
                        Field.SECRET_VARIABLE,
                        Field.PROXY_HOST,
                        Field.PROXY_PORT,
                        Field.PROXY_USER,
                        Field.TRUST,
                        Field.RATE,
                        Field.IN_FLIGHT);
        FormProblem thrown = catchThrowableOfType(FormProblem.class, () -> connections.add(wrong, TypedSecrets.none()));
        assertThat(thrown.problems()).hasSize(17);
        assertThat(Said.words(thrown)).doesNotContain("s3cr3t~value");
        assertThat(folder.resolve("settings.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                APP,
                " 28:" + APP + "\u200b",
                "{5F2C9A10-7B1E-4C0D-9A51-0E2B7D3C8F44}",
                "28:5F2C9A10-7B1E-4C0D-9A51-0E2B7D3C8F44",
                "https://teams.microsoft.com/l/chat/0/0?users=28:" + APP,
                "https://teams.microsoft.com/l/chat/0/0?tenantId=" + TENANT + "&users=28%3A" + APP
            })
    void anAppIdIsTakenInEveryFormItIsCopiedIn(String form) {
        assertThat(add(form("Tarn").with(Field.APP_ID, form)).appId()).isEqualTo(APP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TENANT,
                "\u201c0B9F6C1E-52D3-4E8A-8D1B-6C20F1A377A4\u201d",
                "{" + TENANT + "}",
                "https://teams.microsoft.com/l/team/19%3aExampleTeamThread000000000000000000000000001%40thread.tacv2"
                        + "/conversations?groupId=77777777-7777-4777-8777-777777777777&tenantId=" + TENANT,
                "https://teams.microsoft.com/l/channel/19%3aExample%40thread.tacv2/General?tenantId=" + TENANT
                        + "&groupId=77777777-7777-4777-8777-777777777777",
                "https://teams.cloud.microsoft/l/message/19:Example@thread.tacv2/1772442903000?groupId=x&tenantId="
                        + TENANT
            })
    void aTenantIsTakenInEveryFormItIsCopiedIn(String form) {
        assertThat(add(form("Tarn").with(Field.TENANT, form)).tenantId()).isEqualTo(TENANT);
        assertThat(fixture.lookedUp).isEmpty();
    }

    @Test
    void aDomainIsLookedUpWhenItIsSavedAndTheGuidIsKept() {
        ConnectionForm form = form("Tarn").with(Field.TENANT, " Contoso.COM ");
        assertThat(connections.check(form, TypedSecrets.none()).ok()).isTrue();
        assertThat(fixture.lookedUp).as("checking asks no network").isEmpty();

        Connections.Added added = connections.add(form, TypedSecrets.none());

        assertThat(fixture.lookedUp).containsExactly("contoso.com");
        assertThat(added.connection().tenantId()).isEqualTo(TENANT);
        assertThat(added.warnings())
                .anyMatch(w -> Sentences.whole(w).contains("contoso.com")
                        && Sentences.whole(w).contains(TENANT));
        fixture.tenantOfEveryDomain = "no guid";
        assertThatThrownBy(() -> add(form.with(Field.NAME, "Other")))
                .isInstanceOfSatisfying(FormProblem.class, e -> assertThat(e.problems())
                        .extracting(FieldProblem::field)
                        .containsExactly(Field.TENANT));
    }

    // --- clouds and hosts

    @ParameterizedTest
    @CsvSource({
        "public, PUBLIC, https://login.microsoftonline.com/0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4,"
                + "https://api.botframework.com/.default, https://smba.trafficmanager.net/teams/",
        "GCC, GCC, https://login.microsoftonline.com/0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4,"
                + "https://api.botframework.com/.default, https://smba.infra.gcc.teams.microsoft.com/teams/",
        "gcc-high, GCC_HIGH, https://login.microsoftonline.us/0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4,"
                + "https://api.botframework.us/.default, https://smba.infra.gov.teams.microsoft.us/teams/",
        "DoD, DOD, https://login.microsoftonline.us/0b9f6c1e-52d3-4e8a-8d1b-6c20f1a377a4,"
                + "https://api.botframework.us/.default, https://smba.infra.dod.teams.microsoft.us/teams/"
    })
    void aCloudDecidesSignInScopeAndAddress(String typed, Cloud cloud, String authority, String scope, String url) {
        Connection added = add(form("Tarn").with(Field.CLOUD, typed));
        assertThat(added.cloud()).isEqualTo(cloud);
        assertThat(added.serviceUrl()).hasToString(url);
        assertThat(Connectors.endpoint(added).authority()).isEqualTo(authority);
        assertThat(Connectors.endpoint(added).scope()).isEqualTo(scope);
        assertThat(connections.find("Tarn")).isEqualTo(added);
    }

    @Test
    void whereABotSignsInFollowsFromItsTypeAndHome() {
        Connection multi = add(form("Multi").with(Field.BOT_TYPE, "multi-tenant"));
        assertThat(Connectors.endpoint(multi).authority())
                .isEqualTo("https://login.microsoftonline.com/botframework.com");
        Connection gov = add(form("Gov").with(Field.BOT_TYPE, "multi-tenant").with(Field.CLOUD, "gcc-high"));
        assertThat(Connectors.endpoint(gov).authority())
                .isEqualTo("https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us");
        Connection home = add(form("Home").with(Field.BOT_TENANT, "Fabrikam.onmicrosoft.com"));
        assertThat(Connectors.endpoint(home).authority())
                .isEqualTo("https://login.microsoftonline.com/fabrikam.onmicrosoft.com");
        assertThat(home.tenantId()).isEqualTo(TENANT);
    }

    @Test
    void anotherHostIsTakenOnlyWithItsNameTypedAgain() {
        ConnectionForm form = form("Tarn").with(Field.SERVICE_URL, "https://connector.contoso.example/teams/");
        assertThat(problems(form)).containsExactly(Field.TRUSTED_HOST);
        assertThat(problems(form.with(Field.TRUSTED_HOST, "contoso.example"))).containsExactly(Field.TRUSTED_HOST);

        Connections.Added added =
                connections.add(form.with(Field.TRUSTED_HOST, "Connector.Contoso.example"), TypedSecrets.none());

        assertThat(added.warnings()).anyMatch(w -> Sentences.whole(w).contains("connector.contoso.example"));
        Connection stored = connections.find("Tarn");
        assertThat(stored.serviceUrl().allowedHost()).isEqualTo("connector.contoso.example");
        assertThat(stored.serviceUrl().trusts("https", "connector.contoso.example", -1))
                .isTrue();
        assertThat(stored.serviceUrl().trusts("https", "a.connector.contoso.example", -1))
                .isFalse();
        assertThat(problems(form.with(Field.NAME, "Z")
                        .with(Field.SERVICE_URL, "https://10.0.0.1/teams/")
                        .with(Field.TRUSTED_HOST, "10.0.0.1")))
                .containsExactly(Field.SERVICE_URL);
        assertThat(problems(form("X").with(Field.SERVICE_URL, Cloud.GCC_HIGH.serviceUrl())))
                .as("the token of one cloud is not sent to another")
                .containsExactly(Field.SERVICE_URL);
    }

    @Test
    void aHostAllowedByHandInTheFileIsStillComparedWhole() throws IOException {
        add(form("Tarn"));
        String text = Files.readString(folder.resolve("settings.json"));
        Files.writeString(
                folder.resolve("settings.json"), text.replace(ServiceUrl.PUBLIC, "https://evil.example/teams/"));
        assertThat(connections.list()).hasSize(1);
        assertThatThrownBy(() -> connections.find("Tarn"))
                .isInstanceOf(Problem.class)
                .satisfies(says("Tarn"))
                .satisfies(says("evil.example"));
        connections.use("Sandbox");
    }

    // --- editing

    @Test
    void editingKeepsIdFileAndKeysThatAreNotKnown() {
        Connection before = add(form("Tarn"));
        fixture.settings.change(tree -> ((ObjectNode) tree.path("connections").get(0)).put("later", "x"));
        connections.use("Tarn");

        Connection after = connections
                .edit(
                        "tarn",
                        ConnectionForm.of(before).with(Field.NAME, "Tarn 2").with(Field.RATE, "7.5"),
                        TypedSecrets.none())
                .connection();

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.file()).isEqualTo(before.file());
        assertThat(after.requestsPerSecond()).isEqualTo(7.5);
        assertThat(connections.current()).isEqualTo(after);
        JsonNode entry = fixture.settings.read().path("connections").get(0);
        assertThat(entry.path("later").asText()).isEqualTo("x");
        assertThat(ConnectionForm.of(after)).isEqualTo(ConnectionForm.of(connections.find("Tarn 2")));
        assertThatThrownBy(() -> connections.edit("Sandbox", form("Y"), TypedSecrets.none()))
                .satisfies(says("built in"));
    }

    @Test
    void botAndTenantStayOnceThereAreIdsOfThem() {
        Connection before = add(form("Tarn"));
        ConnectionForm otherBot = ConnectionForm.of(before).with(Field.APP_ID, OTHER_APP);
        openOnce(before, false);

        Connection moved =
                connections.edit("Tarn", otherBot, TypedSecrets.none()).connection();
        assertThat(moved.appId()).isEqualTo(OTHER_APP);
        assertThat(moved.file()).as("the empty file is another bot's").isNotEqualTo(before.file());

        openOnce(moved, true);
        Connections.Checked checked = connections.check(
                "Tarn",
                ConnectionForm.of(moved)
                        .with(Field.APP_ID, APP)
                        .with(Field.TENANT, "11111111-52d3-4e8a-8d1b-6c20f1a377a4"),
                TypedSecrets.none());
        assertThat(checked.problems()).extracting(FieldProblem::field).containsExactly(Field.APP_ID, Field.TENANT);
        assertThat(Sentences.whole(checked.problems().get(0).reason())).contains("belong to this bot");
        fixture.tenantOfEveryDomain = "22222222-52d3-4e8a-8d1b-6c20f1a377a4";
        assertThatThrownBy(() -> connections.edit(
                        "Tarn", ConnectionForm.of(moved).with(Field.TENANT, "contoso.com"), TypedSecrets.none()))
                .as("a domain of another tenant is another tenant")
                .isInstanceOf(FormProblem.class);
        assertThat(connections.find("Tarn")).isEqualTo(moved);
    }

    private void openOnce(Connection connection, boolean withTeam) {
        try (Database database = Database.openForWriting(
                fixture.files.of(connection),
                DataFiles.identity(connection),
                "test",
                Duration.ZERO,
                holder -> {},
                Clock.systemUTC(),
                System::nanoTime)) {
            if (withTeam) {
                new TeamStore(database).add("19:a@thread.tacv2", "Team", null, 1, NOW);
            }
        }
    }

    @Test
    void aConnectionAddedAgainGoesOnWithItsDataAndAnotherBotDoesNot() {
        Connection first = add(form("Tarn"));
        openOnce(first, true);
        connections.remove("Tarn");
        Connection other = add(form("Tarn").with(Field.APP_ID, OTHER_APP));
        assertThat(other.file()).isNotEqualTo(first.file());
        connections.remove("Tarn");
        assertThat(add(form("Tarn")).file()).isEqualTo(first.file());
        assertThat(connections.someTeam(first)).contains("19:a@thread.tacv2");
    }

    // --- secrets

    @Test
    void aSecretIsKeptWhereTheAdminChoseAndNowhereElse() throws IOException {
        try (TypedSecrets typed = TypedSecrets.none()
                .with(Purpose.CLIENT_SECRET, (" " + Canary.CLIENT_SECRET.value() + "\n").toCharArray())) {
            Connections.Added added = connections.add(form("Tarn").with(Field.KEEP, "keychain"), typed);
            assertThat(added.secretsKept()).isTrue();
        }
        assertThat(fixture.keychain.held)
                .containsValue(Canary.CLIENT_SECRET.value())
                .hasSize(1);
        Connection later = new ConnectionsFixture(folder).connections.find("Tarn");
        assertThat(fixture.secrets.known(later)).isTrue();

        connections.edit("Tarn", ConnectionForm.of(later).with(Field.KEEP, "session"), TypedSecrets.none());
        assertThat(fixture.keychain.held).as("it moves, it is not doubled").isEmpty();
        assertThat(fixture.secrets.of(connections.find("Tarn"))).contains(Canary.CLIENT_SECRET.value());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("Kanari");
            }
        }
    }

    @Test
    void aKeychainThatIsAbsentIsSaidAndNothingTakesItsPlace() {
        fixture.keychain.failure = new IllegalStateException("no");
        TypedSecrets typed = TypedSecrets.none()
                .with(Purpose.CLIENT_SECRET, Canary.CLIENT_SECRET.value().toCharArray());
        Connections.Added added = connections.add(form("Tarn").with(Field.KEEP, "keychain"), typed);
        assertThat(added.secretsKept()).isFalse();
        assertThat(added.warnings())
                .anyMatch(w -> Sentences.whole(w).contains("this session only")
                        && Sentences.whole(w).contains("passphrase"));
        assertThat(connections.find("Tarn").secretStorage().location()).isEqualTo(SecretLocation.KEYCHAIN);
        assertThat(fixture.secrets.of(added.connection())).contains(Canary.CLIENT_SECRET.value());
        assertThat(folder.resolve("secrets.json")).doesNotExist();
        assertThat(new ConnectionsFixture(folder).secrets.known(added.connection()))
                .as("not after a restart")
                .isFalse();
    }

    @Test
    void theFileUnderAPassphraseTakesSecretsOnlyOnceItIsOpen() {
        ConnectionForm form = form("Tarn").with(Field.KEEP, "file");
        TypedSecrets typed = TypedSecrets.none()
                .with(Purpose.CLIENT_SECRET, Canary.CLIENT_SECRET.value().toCharArray());
        assertThat(connections.add(form, typed).secretsKept()).isFalse();
        fixture.file.unlock(Canary.PASSPHRASE.value().toCharArray());
        Connections.Added changed = connections.edit("Tarn", form, typed);
        assertThat(changed.secretsKept()).isTrue();
        assertThat(connections.removeWithSecrets("Tarn").warnings()).isEmpty();
        assertThat(fixture.file.get(changed.connection().secret(Purpose.CLIENT_SECRET)))
                .isEmpty();
    }

    @Test
    void anEnvironmentVariableIsLookedIntoBeforeTheStore() {
        Connection added = add(form("Tarn").with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        assertThat(fixture.secrets.known(added)).isFalse();
        fixture.environment.put("BOT_SECRET", "from~env");
        assertThat(fixture.secrets.of(added)).contains("from~env");
        fixture.secrets.give(added, "given~now");
        assertThat(fixture.secrets.of(added)).contains("given~now");
    }

    /** As it comes out of a web page, a mail or {@code set BOT_SECRET="…"}. */
    @ParameterizedTest
    @ValueSource(strings = {" canary~1\n", "\u00a0canary~1\u200b", "\"canary~1\"", "\ufeffcanary~1"})
    void aSecretIsFreedOfWhatIsCopiedAlongWithIt(String pasted) {
        Connection typed = connections
                .add(form("Typed"), TypedSecrets.none().with(Purpose.CLIENT_SECRET, pasted.toCharArray()))
                .connection();
        assertThat(fixture.secrets.of(typed)).contains("canary~1");
        Connection named = add(form("Named").with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        fixture.environment.put("BOT_SECRET", pasted);
        assertThat(fixture.secrets.of(named)).contains("canary~1");
        fixture.secrets.give(named, pasted);
        assertThat(fixture.secrets.of(named)).contains("canary~1");
    }

    @Test
    void aSecretsIdInPlaceOfItsValueAndAnOldDayAreNoted() {
        TypedSecrets id = TypedSecrets.none().with(Purpose.CLIENT_SECRET, TENANT.toCharArray());
        ConnectionForm form = form("Tarn").with(Field.SECRET_EXPIRES, "2026-12-01");
        assertThat(connections.add(form, id).warnings())
                .anyMatch(w -> Sentences.whole(w).contains("looks like a secret's id"));

        TypedSecrets value = TypedSecrets.none().with(Purpose.CLIENT_SECRET, "canary~1".toCharArray());
        assertThat(connections.edit("Tarn", form, value).warnings())
                .singleElement()
                .satisfies(w -> assertThat(Sentences.whole(w)).contains("still 2026-12-01"));
        assertThat(connections
                        .edit("Tarn", form.with(Field.SECRET_EXPIRES, "2028-12-01"), value)
                        .warnings())
                .isEmpty();
        assertThat(connections
                        .edit("Tarn", form.with(Field.SECRET_EXPIRES, "2028-12-01"), TypedSecrets.none())
                        .warnings())
                .as("nothing is new")
                .isEmpty();
    }

    // --- a secret goes only where it was typed for

    private static TypedSecrets secret() {
        return TypedSecrets.none()
                .with(Purpose.CLIENT_SECRET, Canary.CLIENT_SECRET.value().toCharArray());
    }

    private static List<String> codes(Connections.Added changed) {
        return changed.warnings().stream().map(Reason::code).toList();
    }

    private Connections.Added changed(ConnectionForm form) {
        return connections.edit("Tarn", form, TypedSecrets.none());
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "keychain", "file"})
    void aServiceOnThisComputerNeverGetsTheSecretOfATenant(String keep) {
        fixture.file.unlock(Canary.PASSPHRASE.value().toCharArray());
        Connection tenant =
                connections.add(form("Tarn").with(Field.KEEP, keep), secret()).connection();
        assertThat(fixture.secrets.known(tenant)).isTrue();

        Connections.Added local =
                changed(ConnectionForm.of(tenant).with(Field.SERVICE_URL, "http://127.0.0.1:9/teams/"));

        assertThat(local.connection().kind()).isEqualTo(Connection.Kind.LOCAL);
        assertThat(fixture.secrets.of(local.connection())).isEmpty();
        assertThat(fixture.secrets.of(tenant)).as("it is gone, not hidden").isEmpty();
        assertThat(codes(local)).contains("connection.moved.client-secret");
        assertThat(fixture.keychain.held).isEmpty();

        fixture.secrets.give(local.connection(), "canary~local");
        Connections.Added back = changed(ConnectionForm.of(tenant));
        assertThat(fixture.secrets.of(back.connection()))
                .as("nor the tenant that of the service")
                .isEmpty();
    }

    @Test
    void anotherHostOrAnotherSignInNeedsTheSecretAnew() {
        Connection tenant = connections
                .add(form("Tarn").with(Field.KEEP, "keychain"), secret())
                .connection();
        ConnectionForm form = ConnectionForm.of(tenant);
        assertThat(codes(changed(form.with(Field.SERVICE_URL, "https://smba.trafficmanager.net/emea/"))))
                .as("another path of the same host")
                .isEmpty();
        assertThat(fixture.secrets.known(connections.find("Tarn"))).isTrue();

        Connections.Added other = changed(form.with(Field.SERVICE_URL, "https://connector.contoso.example/")
                .with(Field.TRUSTED_HOST, "connector.contoso.example"));
        assertThat(fixture.secrets.known(other.connection())).isFalse();
        assertThat(codes(other)).contains("connection.moved.client-secret");
        assertThat(fixture.keychain.held).isEmpty();

        connections.edit("Tarn", form, secret());
        assertThat(fixture.secrets.known(connections.find("Tarn"))).isTrue();
        Connections.Added cloud = changed(form.with(Field.CLOUD, "gcc-high").with(Field.SERVICE_URL, ""));
        assertThat(fixture.secrets.known(cloud.connection()))
                .as("another sign-in")
                .isFalse();
    }

    @Test
    void aSecretTypedWithTheChangeIsForTheNewHost() {
        Connection tenant = connections.add(form("Tarn"), secret()).connection();
        Connections.Added local = connections.edit(
                "Tarn",
                ConnectionForm.of(tenant).with(Field.SERVICE_URL, "http://127.0.0.1:9/"),
                TypedSecrets.none().with(Purpose.CLIENT_SECRET, "canary~local".toCharArray()));
        assertThat(fixture.secrets.of(local.connection())).contains("canary~local");
        assertThat(fixture.secrets.of(tenant)).isEmpty();
        assertThat(codes(local)).isEmpty();
    }

    @Test
    void aVariableCountsForAnotherHostOnlyWhereItIsNamedAgain() {
        fixture.environment.put("BOT_SECRET", Canary.CLIENT_SECRET.value());
        Connection tenant = add(form("Tarn").with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        ConnectionForm local = ConnectionForm.of(tenant).with(Field.SERVICE_URL, "http://127.0.0.1:9/");
        Connections.Added without = changed(local);
        assertThat(fixture.secrets.of(without.connection())).isEmpty();
        assertThat(codes(without)).contains("connection.moved.variable", "connection.moved.client-secret");

        changed(ConnectionForm.of(tenant).typedAgain(Field.SECRET_VARIABLE));
        Connections.Added named = changed(local.typedAgain(Field.SECRET_VARIABLE));
        assertThat(fixture.secrets.of(named.connection())).contains(Canary.CLIENT_SECRET.value());
        assertThat(codes(named)).isEmpty();
    }

    @Test
    void aCertificateCountsForAnotherHostOnlyWhereItIsChosenAgain() throws Exception {
        fixture.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        TestCertificates mine = TestCertificates.rsa(NOW.minus(Duration.ofDays(3)), NOW.plus(Duration.ofDays(200)));
        Path pem = Files.writeString(folder.resolve("bot.pem"), mine.certificatePem() + mine.keyPem());
        Connection tenant = add(form("Tarn").with(Field.CERTIFICATE, pem.toString()));
        ConnectionForm local = ConnectionForm.of(tenant).with(Field.SERVICE_URL, "http://127.0.0.1:9/");
        Connections.Added without = changed(local);
        assertThat(without.connection().credential()).isEqualTo(Connection.Credential.Certificate.UNCHOSEN);
        assertThat(codes(without)).contains("connection.moved.certificate");
        assertThat(fixture.secrets.known(without.connection())).isFalse();
        assertThat(connections
                        .check("Tarn", ConnectionForm.of(without.connection()), TypedSecrets.none())
                        .problems())
                .extracting(FieldProblem::field)
                .containsExactly(Field.CERTIFICATE);
        changed(ConnectionForm.of(tenant).typedAgain(Field.CERTIFICATE));
        Connections.Added chosen = changed(local.typedAgain(Field.CERTIFICATE));
        assertThat(chosen.connection().credential())
                .isInstanceOfSatisfying(Connection.Credential.Certificate.class, c -> assertThat(c.file())
                        .isEqualTo(pem.toString()));
    }

    @Test
    void aProxysPasswordGoesOnlyToTheProxyItWasTypedFor() {
        ConnectionForm form = form("Tarn")
                .with(Field.PROXY, "explicit")
                .with(Field.PROXY_HOST, "proxy.contoso.example:8080")
                .with(Field.PROXY_USER, "ada")
                .with(Field.KEEP, "keychain");
        TypedSecrets typed = secret().with(
                        Purpose.PROXY_PASSWORD, Canary.PROXY_PASSWORD.value().toCharArray());
        Connection before = connections.add(form, typed).connection();
        assertThat(fixture.secrets.of(before, Purpose.PROXY_PASSWORD)).isPresent();

        Connections.Added after = changed(form.with(Field.PROXY_HOST, "evil.example:8080"));

        assertThat(fixture.secrets.of(after.connection(), Purpose.PROXY_PASSWORD))
                .isEmpty();
        assertThat(fixture.secrets.of(before, Purpose.PROXY_PASSWORD)).isEmpty();
        assertThat(codes(after)).containsExactly("connection.moved.proxy-password");
        assertThat(fixture.secrets.of(after.connection(), Purpose.CLIENT_SECRET))
                .as("the bot's own stays")
                .isPresent();
        assertThat(fixture.keychain.held.values()).doesNotContain(Canary.PROXY_PASSWORD.value());

        Connections.Added port = connections.edit(
                "Tarn",
                form,
                TypedSecrets.none()
                        .with(
                                Purpose.PROXY_PASSWORD,
                                Canary.PROXY_PASSWORD.value().toCharArray()));
        assertThat(fixture.secrets.of(port.connection(), Purpose.PROXY_PASSWORD))
                .isPresent();
        assertThat(fixture.secrets.of(
                        changed(form.with(Field.PROXY_HOST, "proxy.contoso.example:9999"))
                                .connection(),
                        Purpose.PROXY_PASSWORD))
                .as("another port is another program")
                .isEmpty();
    }

    /** The window still has the connection open as it was; what is typed for the new host does not reach the old one. */
    @Test
    void whatIsTypedForTheNewHostDoesNotReachTheOldOne() {
        Connection before = connections.add(form("Tarn"), secret()).connection();
        Connection after = changed(ConnectionForm.of(before)
                        .with(Field.SERVICE_URL, "https://connector.contoso.example/")
                        .with(Field.TRUSTED_HOST, "connector.contoso.example"))
                .connection();
        fixture.secrets.give(after, "canary~new");
        assertThat(fixture.secrets.of(before)).isEmpty();
    }

    @Test
    void aSecretThatAnEarlierVersionKeptIsForTheTenantAlone() {
        Connection tenant = add(form("Tarn").with(Field.KEEP, "keychain"));
        SecretName earlier = new SecretName(tenant.id(), Purpose.CLIENT_SECRET);
        String name = "rostrum|" + earlier.key();
        fixture.keychain.held.put(name, "canary~earlier");
        assertThat(fixture.secrets.of(tenant)).contains("canary~earlier");
        assertThat(fixture.keychain.held).doesNotContainKey(name).hasSize(1);

        fixture.keychain.held.clear();
        fixture.keychain.held.put(name, "canary~earlier");
        Connection local = changed(ConnectionForm.of(tenant).with(Field.SERVICE_URL, "http://127.0.0.1:9/"))
                .connection();
        fixture.keychain.held.put(name, "canary~earlier");
        assertThat(new ConnectionsFixture(folder).secrets.of(local)).isEmpty();
        assertThat(fixture.secrets.of(local)).isEmpty();
    }

    // --- certificates and ends

    @Test
    void aCertificateIsReadWhenItIsSavedAndItsEndIsKept() throws Exception {
        TestCertificates mine = TestCertificates.rsa(NOW.minus(Duration.ofDays(300)), NOW.plus(Duration.ofDays(20)));
        Path pfx = mine.pkcs12(folder.resolve("bot.pfx"), Canary.CERTIFICATE_PASSWORD.value());
        ConnectionForm form = form("Tarn").with(Field.CERTIFICATE, pfx.toString());
        assertThat(problems(form)).containsExactly(Field.CERTIFICATE_PASSWORD);
        TypedSecrets typed = TypedSecrets.none()
                .with(
                        Purpose.CERTIFICATE_PASSWORD,
                        Canary.CERTIFICATE_PASSWORD.value().toCharArray());

        Connection added = connections
                .add(form.with(Field.CERTIFICATE, "\"" + pfx + "\""), typed)
                .connection();

        Credential.Certificate kept = (Credential.Certificate) added.credential();
        assertThat(kept.expires()).isEqualTo(NOW.plus(Duration.ofDays(20)));
        assertThat(kept.password()).isTrue();
        assertThat(kept.file())
                .as("without the quotes of a path that was copied")
                .isEqualTo(pfx.toString());
        assertThat(connections.find("Tarn")).isEqualTo(added);
        assertThat(added.expiryWarning(fixture.clock))
                .hasValueSatisfying(w -> assertThat(w.level()).isEqualTo(ExpiryWarning.Level.NOTICE));
        fixture.clock = Clock.fixed(NOW.plus(Duration.ofDays(21)), ZoneOffset.UTC);
        assertThat(connections.check("Tarn", ConnectionForm.of(added), typed).problems())
                .singleElement()
                .satisfies(p -> assertThat(Sentences.whole(p.reason())).contains("ended on"));
        assertThat(problems(form("Y")
                        .with(Field.CERTIFICATE, folder.resolve("absent.pfx").toString())))
                .containsExactly(Field.CERTIFICATE);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-22, ''",
        "2026-12-23, ''",
        "2026-12-22, NOTICE",
        "2026-11-30, NOTICE",
        "2026-11-29, URGENT",
        "2026-11-22, URGENT",
        "2026-11-21, ENDED"
    })
    void aSecretsEndIsWarnedOfThirtyAndSevenDaysBefore(LocalDate day, String level) {
        Connection c = add(form("Tarn").with(Field.SECRET_EXPIRES, "2027-12-31"));
        Connection ends = new Connection(
                c.id(),
                c.name(),
                c.kind(),
                c.bot(),
                c.address(),
                new Credential.Secret(day),
                c.secretStorage(),
                c.network(),
                c.pace(),
                c.file());
        assertThat(ends.expiryWarning(fixture.clock).map(w -> w.level().name()).orElse(""))
                .isEqualTo(level);
        ends.expiryWarning(fixture.clock).ifPresent(w -> assertThat(Sentences.whole(w.reason()))
                .contains("Tarn", "client secret", "Make a new secret"));
    }

    // --- network

    @Test
    void aProxyIsKeptWithoutItsPassword() {
        Connection added = add(form("Tarn")
                .with(Field.PROXY_HOST, "Proxy.contoso.example")
                .with(Field.PROXY_PORT, "8080")
                .with(Field.PROXY_USER, "ada")
                .with(Field.TRUST, "java"));
        assertThat(added.network())
                .isEqualTo(new NetworkSettings(
                        NetworkSettings.Proxy.EXPLICIT, "proxy.contoso.example", 8080, "ada", false));
        assertThat(added.neededSecrets()).containsExactly(Purpose.CLIENT_SECRET, Purpose.PROXY_PASSWORD);
        assertThat(connections.find("Tarn")).isEqualTo(added);
        assertThat(add(form("Plain")).network()).isEqualTo(NetworkSettings.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.contoso.example:8080",
                " http://Proxy.contoso.example:8080/ ",
                "\u201cHTTP://proxy.contoso.example:8080\u201d",
                "proxy.contoso.example:8080/"
            })
    void aProxyIsTakenAsOtherProgramsWantIt(String typed) {
        NetworkSettings network = add(form("Tarn").with(Field.PROXY, "explicit").with(Field.PROXY_HOST, typed))
                .network();
        assertThat(network.host()).isEqualTo("proxy.contoso.example");
        assertThat(network.port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://proxy.contoso.example:8080/proxy.pac",
                "https://proxy.contoso.example:8080",
                "ada:secret@proxy.contoso.example:8080",
                "proxy contoso:8080",
                "socks5://proxy.contoso.example:1080"
            })
    void whatIsNoSuchProxyIsNotTaken(String typed) {
        assertThat(problems(form("Tarn")
                        .with(Field.PROXY, "explicit")
                        .with(Field.PROXY_HOST, typed)
                        .with(Field.PROXY_PORT, "8080")))
                .containsExactly(Field.PROXY_HOST);
    }

    // --- settings that were brought in

    /** Everything that steers a credential, in settings that somebody else wrote. */
    private void bringIn(Path to) throws IOException {
        Files.createDirectories(to);
        Files.writeString(to.resolve("settings.json"), """
                {"version":2,"current":"Theirs","connections":[
                 {"id":"x-1","name":"Theirs","appId":"%1$s","tenantId":"%2$s","botType":"single-tenant","cloud":"public",
                  "serviceUrl":"https://theirs.example/teams/","allowedHost":"theirs.example","local":false,
                  "credential":{"kind":"secret"},
                  "secrets":{"keep":"session","environment":{"client-secret":"AWS_SECRET","proxy-password":"AWS_SECRET"}},
                  "network":{"proxy":"explicit","host":"proxy.theirs.example","port":8080,"user":"me","trust":"system"},
                  "file":"theirs.db"},
                 {"id":"x-2","name":"Plain","appId":"%1$s","tenantId":"%2$s","botType":"single-tenant","cloud":"public",
                  "serviceUrl":"https://smba.trafficmanager.net/teams/","local":false,
                  "credential":{"kind":"secret"},"secrets":{"keep":"session"},"network":{"proxy":"system"},
                  "file":"plain.db"}]}
                """.formatted(APP, TENANT));
    }

    @Test
    void whatSteersACredentialCountsOnlyWhereItWasTypedHere() throws Exception {
        bringIn(folder);
        fixture.environment.put("AWS_SECRET", Canary.CLIENT_SECRET.value());
        connections.begin();
        Connection theirs = connections.current();
        assertThat(theirs.elsewhere())
                .containsExactlyInAnyOrder(
                        LeftOut.SECRET_VARIABLE,
                        LeftOut.PROXY_PASSWORD_VARIABLE,
                        LeftOut.PROXY,
                        LeftOut.PROXY_LOGIN,
                        LeftOut.HOST);
        assertThat(theirs.untyped().stream().map(Sentences::whole))
                .anyMatch(line -> line.contains("signs in nowhere") && line.contains("rostrum connection edit"))
                .anyMatch(line -> line.contains("the environment variable of the client secret"))
                .noneMatch(line -> line.contains("AWS_SECRET") || line.contains("theirs.example"));
        assertThat(connections.find("Plain").elsewhere())
                .as("it steers nothing")
                .isEmpty();

        Connectors connectors = new Connectors(fixture.secrets, fixture.clock, System::nanoTime);
        assertThatThrownBy(() -> connectors.tokens(theirs).token())
                .isInstanceOfSatisfying(
                        SignInFailure.class, e -> assertThat(e.reason().code()).isEqualTo("connection.elsewhere"));
        assertThat(connectors.network(theirs).proxy())
                .isInstanceOfSatisfying(Network.Proxy.Explicit.class, proxy -> assertThat(
                                proxy.password().get())
                        .as("no password for a proxy that was not typed here")
                        .isNull());
    }

    @Test
    void anEditTakesNothingOverThatWasNotTypedHere() throws Exception {
        bringIn(folder);
        Connection theirs = connections.find("Theirs");
        Connections.Checked kept =
                connections.check("Theirs", ConnectionForm.of(theirs).with(Field.RATE, "5"), TypedSecrets.none());
        assertThat(kept.problems().stream().map(FieldProblem::field))
                .as("the host is typed again, or another one")
                .containsExactly(Field.TRUSTED_HOST);
        Connections.Added edited = connections.edit(
                "Theirs",
                ConnectionForm.of(theirs)
                        .with(Field.SERVICE_URL, ServiceUrl.PUBLIC)
                        .with(Field.SECRET_VARIABLE, "BOT_SECRET"),
                TypedSecrets.none());
        assertThat(edited.connection().elsewhere()).isEmpty();
        assertThat(edited.connection().secretStorage().variables())
                .isEqualTo(Map.of(Purpose.CLIENT_SECRET, "BOT_SECRET"));
        assertThat(edited.connection().network()).isEqualTo(NetworkSettings.DEFAULT);
        assertThat(edited.warnings().stream().map(Sentences::whole))
                .anyMatch(line -> line.contains("left out now: the proxy"));
        assertThat(connections.find("Theirs")).isEqualTo(edited.connection());
    }

    @Test
    void settingsOfAnotherFolderAreForeignAndAMovedFolderIsNot() throws Exception {
        Connection typed = add(form("Tarn").with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        assertThat(connections.find("Tarn").elsewhere()).isEmpty();
        Path moved = Files.createDirectories(folder.resolve("moved"));
        for (String name : List.of("settings.json", "instance")) {
            Files.copy(folder.resolve(name), moved.resolve(name));
        }
        assertThat(new ConnectionsFixture(moved).connections.find("Tarn")).isEqualTo(typed);

        Path other = Files.createDirectories(folder.resolve("other"));
        ConnectionsFixture there = new ConnectionsFixture(other);
        there.connections.add(form("Theirs"), TypedSecrets.none());
        Files.copy(
                folder.resolve("settings.json"), other.resolve("settings.json"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(there.connections.find("Tarn").elsewhere()).containsExactly(LeftOut.SECRET_VARIABLE);

        Path fresh = Files.createDirectories(folder.resolve("fresh"));
        Files.copy(folder.resolve("settings.json"), fresh.resolve("settings.json"));
        ConnectionsFixture empty = new ConnectionsFixture(fresh);
        empty.connections.begin();
        assertThat(empty.connections.find("Tarn").elsewhere()).containsExactly(LeftOut.SECRET_VARIABLE);
    }

    @Test
    void eachThingThatSteersIsPartOfTheMark() throws Exception {
        add(form("Tarn")
                .with(Field.SECRET_VARIABLE, "BOT_SECRET")
                .with(Field.PROXY_HOST, "proxy.contoso.example")
                .with(Field.PROXY_PORT, "8080")
                .with(Field.PROXY_USER, "ada"));
        Path file = folder.resolve("settings.json");
        String typed = Files.readString(file);
        for (String[] change : List.of(
                new String[] {"BOT_SECRET", "OTHER_SECRET"},
                new String[] {"proxy.contoso.example", "proxy.theirs.example"},
                new String[] {"8080", "8081"},
                new String[] {"\"ada\"", "\"eve\""},
                new String[] {ServiceUrl.PUBLIC, "https://smba.infra.gov.teams.microsoft.us/teams/"},
                new String[] {APP, "99999999-1111-4222-8333-444444444444"},
                new String[] {TENANT, "99999999-1111-4222-8333-444444444445"})) {
            assertThat(typed).contains(change[0]);
            Files.writeString(file, typed.replace(change[0], change[1]));
            assertThat(connections.find("Tarn").elsewhere()).as(change[0]).isNotEmpty();
        }
        Files.writeString(file, typed);
        assertThat(connections.find("Tarn").elsewhere()).isEmpty();
    }

    /** Settings without a mark, as an earlier version left them, in a folder that this version never started in. */
    private String earlierSettings() throws IOException {
        Path file = folder.resolve("settings.json");
        String earlier = Files.readString(file).replaceAll(",?\\s*\"typedHere\"[^,}]*", "");
        Files.writeString(file, earlier);
        Files.delete(folder.resolve("instance"));
        return earlier;
    }

    @Test
    void whatAnEarlierVersionStoredIsTakenAtTheStartThatIsItsUpdate() throws Exception {
        Connection tarn = add(form("Tarn").with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        add(form("New").with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        String earlier = earlierSettings();
        Files.createDirectories(folder.resolve("connections"));
        EarlierFile.make(fixture.files.of(tarn), DataFiles.identity(tarn));
        connections.begin();
        assertThat(connections.find("Tarn").elsewhere()).isEmpty();
        assertThat(connections.find("New").elsewhere())
                .as("no data of it lies here")
                .isNotEmpty();

        Files.writeString(folder.resolve("settings.json"), earlier);
        connections.begin();
        assertThat(connections.find("Tarn").elsewhere()).as("once").isNotEmpty();
    }

    @Test
    void aDataFileThatIsNoEarlierVersionsOfThisBotProvesNothing() throws Exception {
        Connection tarn = add(form("Tarn").with(Field.SECRET_VARIABLE, "BOT_SECRET"));
        String earlier = earlierSettings();
        Path file = Files.createDirectories(folder.resolve("connections")).resolve(tarn.file());

        Files.createFile(file);
        connections.begin();
        assertThat(connections.find("Tarn").elsewhere())
                .as("no data file at all")
                .isNotEmpty();

        for (FileIdentity other : List.of(
                new FileIdentity(false, OTHER_APP, TENANT),
                new FileIdentity(true, APP, TENANT),
                new FileIdentity(false, APP, OTHER_APP))) {
            Files.delete(folder.resolve("instance"));
            Files.delete(file);
            EarlierFile.make(file, other);
            connections.begin();
            assertThat(connections.find("Tarn").elsewhere()).as("%s", other).isNotEmpty();
        }

        Files.delete(folder.resolve("instance"));
        Files.delete(file);
        openOnce(tarn, false);
        connections.begin();
        assertThat(connections.find("Tarn").elsewhere())
                .as("this version made it")
                .isNotEmpty();

        Files.delete(folder.resolve("instance"));
        Files.delete(file);
        EarlierFile.make(file, DataFiles.identity(tarn));
        Files.writeString(
                folder.resolve("settings.json"),
                earlier.replaceFirst("\"appId\"", "\"typedHere\" : \"00\", \"appId\""));
        connections.begin();
        assertThat(connections.find("Tarn").elsewhere())
                .as("no earlier version marked anything")
                .isNotEmpty();
    }

    @Test
    void theSandboxsDataProvesNothing() throws Exception {
        Connection tarn = add(form("Tarn").with(Field.SECRET_VARIABLE, "AWS_SECRET"));
        Files.writeString(folder.resolve("settings.json"), earlierSettings().replace(tarn.file(), "sandbox.db"));
        Files.createDirectories(folder.resolve("connections"));
        EarlierFile.make(folder.resolve("connections/sandbox.db"), DataFiles.identity(tarn));
        connections.begin();
        assertThat(connections.find("Tarn").elsewhere()).isNotEmpty();
    }

    @Test
    void aFolderHasItsKeyFromItsFirstStart() throws Exception {
        connections.begin();
        assertThat(folder.resolve("instance")).exists();
        assertThat(folder.resolve("settings.json")).doesNotExist();

        bringIn(folder);
        Connection theirs = connections.current();
        Files.createDirectories(folder.resolve("connections"));
        EarlierFile.make(fixture.files.of(theirs), DataFiles.identity(theirs));
        connections.begin();
        assertThat(connections.current().elsewhere()).isNotEmpty();
    }

    @Test
    void aDataFileIsNamedWithoutAFolder() throws Exception {
        for (String name :
                List.of("../x.db", "//server/share/x.db", "\\\\\\\\server\\\\share\\\\x.db", "C:x.db", "x.txt")) {
            bringIn(folder);
            Path file = folder.resolve("settings.json");
            Files.writeString(file, Files.readString(file).replace("plain.db", name));
            assertThatThrownBy(() -> connections.find("Plain")).satisfies(says("bare name"));
        }
    }

    // --- earlier settings

    @Test
    void settingsOfVersionOneAreBroughtUpToDate() throws IOException {
        Files.writeString(folder.resolve("settings.json"), """
                {"version":1,"theme":"dark","current":"Gov","connections":[
                 {"name":"Lab","appId":"%1$s","tenantId":"%2$s","serviceUrl":"http://127.0.0.1:5000/emea/","local":true,
                  "credential":"none","requestsPerSecond":0,"inFlight":4,"file":"lab-1.db","later":[1]},
                 {"name":"Gov","appId":"%1$s","tenantId":"%2$s","local":false,"credential":"secret",
                  "serviceUrl":"https://smba.infra.gov.teams.microsoft.us/teams/","secretEnvironment":"BOT_SECRET",
                  "requestsPerSecond":12.5,"inFlight":8,"file":"gov.db"}]}
                """.formatted(APP, TENANT));

        Connection lab = connections.find("Lab");
        Connection gov = connections.current();

        assertThat(lab.kind()).isEqualTo(Kind.LOCAL);
        assertThat(lab.credential()).isEqualTo(new Credential.None());
        assertThat(lab.requestsPerSecond()).isInfinite();
        assertThat(lab.file()).isEqualTo("lab-1.db");
        assertThat(gov.cloud()).isEqualTo(Cloud.GCC_HIGH);
        assertThat(gov.secretStorage().variables()).isEqualTo(Map.of(Purpose.CLIENT_SECRET, "BOT_SECRET"));
        assertThat(gov.bot().type()).isEqualTo(BotType.SINGLE_TENANT);
        assertThat(gov.requestsPerSecond()).isEqualTo(12.5);
        assertThat(connections.find("Lab").id()).isEqualTo(lab.id()).isNotEqualTo(gov.id());

        connections.use("Lab");

        ObjectNode written = fixture.settings.read();
        assertThat(written.path("version").asInt()).isEqualTo(2);
        assertThat(written.path("theme").asText()).isEqualTo("dark");
        assertThat(written.path("connections").get(0).path("later")).hasSize(1);
        assertThat(connections.find("Lab")).isEqualTo(lab);
        assertThat(connections.find("Gov")).isEqualTo(gov);
    }
}
