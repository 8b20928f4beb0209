package dev.rostrum.connection;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.AppPackageRules.Rule;
import dev.rostrum.connection.AppPackageRules.RuleViolation;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.files.OutputFile;
import dev.rostrum.words.Sentences;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppPackageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOT = "11111111-2222-3333-4444-555555555555";

    @TempDir
    Path folder;

    private static Connection connection(Connection.Kind kind) {
        return new Connection(
                "id-1",
                "My company",
                kind,
                new Connection.Bot(BOT, BotType.SINGLE_TENANT, null, "99999999-8888-7777-6666-555555555555"),
                new Connection.Address(Cloud.PUBLIC, ServiceUrl.parse(ServiceUrl.PUBLIC, false)),
                new Connection.Credential.Secret(null),
                Connection.SecretStorage.SESSION,
                NetworkSettings.DEFAULT,
                Connection.Pace.DEFAULT,
                "x.db");
    }

    private static AppPackage.Details details(boolean replies) {
        return new AppPackage.Details(
                null,
                null,
                null,
                null,
                null,
                null,
                "Contoso",
                "https://contoso.example/app",
                "https://contoso.example/privacy",
                "https://contoso.example/terms",
                null,
                null,
                replies);
    }

    private static Map<String, byte[]> sound() {
        return new LinkedHashMap<>(AppPackage.make(connection(Connection.Kind.TENANT), details(false), Sentences::of)
                .entries());
    }

    @Test
    void thePackageHoldsManifestAndIcons() throws IOException {
        Path file = folder.resolve("app.zip");
        AppPackage.Made made = AppPackage.make(connection(Connection.Kind.TENANT), details(false), Sentences::of);
        AppPackage.write(made, OutputFile.at(file, false));

        JsonNode manifest;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("manifest.json", "color.png", "outline.png");
            manifest = JSON.readTree(zip.getInputStream(zip.getEntry("manifest.json")));
        }
        assertThat(manifest.path("manifestVersion").asText()).isEqualTo("1.30");
        assertThat(manifest.path("version").asText()).isEqualTo("1.0.0");
        assertThat(manifest.path("name").path("short").asText()).isEqualTo("My company");
        JsonNode bot = manifest.path("bots").path(0);
        assertThat(bot.path("botId").asText()).isEqualTo(BOT);
        assertThat(bot.path("scopes").toString()).isEqualTo("[\"personal\",\"team\"]");
        assertThat(bot.path("isNotificationOnly").booleanValue()).isTrue();
        assertThat(manifest.has("permissions")).isFalse();
        assertThat(manifest.has("validDomains")).isFalse();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void anAppNamedAsWhoRunsItHasAFullNameThatDiffersAndReadsWell() throws IOException {
        AppPackage.Details same = new AppPackage.Details(
                null,
                null,
                "Contoso",
                null,
                null,
                null,
                "Contoso",
                "https://contoso.example/app",
                "https://contoso.example/privacy",
                "https://contoso.example/terms",
                null,
                null,
                false);
        AppPackage.Made made = AppPackage.make(connection(Connection.Kind.TENANT), same, Sentences::of);
        assertThat(JSON.readTree(made.entries().get("manifest.json"))
                        .path("name")
                        .path("full")
                        .asText())
                .isEqualTo("Contoso, announcements");
    }

    @Test
    void theAppKeepsItsIdAndTheSameInputMakesTheSameBytes() throws IOException {
        AppPackage.Made one = AppPackage.make(connection(Connection.Kind.TENANT), details(false), Sentences::of);
        AppPackage.Made two = AppPackage.make(connection(Connection.Kind.LOCAL), details(true), Sentences::of);
        assertThat(one.appGuid()).isEqualTo(two.appGuid()).isNotEqualTo(BOT).isEqualTo(AppPackage.appGuid(BOT));
        AppPackage.write(one, OutputFile.at(folder.resolve("1.zip"), false));
        AppPackage.write(one, OutputFile.at(folder.resolve("2.zip"), false));
        assertThat(folder.resolve("1.zip")).hasSameBinaryContentAs(folder.resolve("2.zip"));
        assertThat(new String(two.entries().get("manifest.json"), StandardCharsets.UTF_8))
                .contains("\"isNotificationOnly\" : false");
    }

    @Test
    void theSandboxNeedsNone() {
        assertThatThrownBy(() -> AppPackage.make(connection(Connection.Kind.SANDBOX), details(false), Sentences::of))
                .isInstanceOf(Problem.class)
                .satisfies(says("The sandbox needs no app package"));
    }

    @Test
    void whatIsTooLongIsSaidAndNothingIsWritten() {
        AppPackage.Details wrong = new AppPackage.Details(
                "no guid",
                "01.2",
                "x".repeat(31),
                null,
                null,
                null,
                "",
                "http://contoso.example",
                "https://",
                "https://user@contoso.example/",
                "blue",
                "1.18",
                false);
        assertThatThrownBy(() -> AppPackage.make(connection(Connection.Kind.TENANT), wrong, Sentences::of))
                .isInstanceOf(Problem.class)
                .satisfies(says("No app package was written"))
                .satisfies(says("M4: "))
                .satisfies(says("M5: "))
                .satisfies(says("M6: "))
                .satisfies(says("M7: "))
                .satisfies(says("M8: "))
                .satisfies(says("M9: "))
                .satisfies(says("M14: "));
    }

    private record Case(Rule rule, String what, Consumer<Map<String, byte[]>> spoil) {
        @Override
        public String toString() {
            return rule + " " + what;
        }
    }

    private static Case manifest(Rule rule, String what, Consumer<ObjectNode> change) {
        return new Case(rule, what, entries -> {
            try {
                ObjectNode tree = (ObjectNode) JSON.readTree(entries.get("manifest.json"));
                change.accept(tree);
                entries.put("manifest.json", JSON.writeValueAsBytes(tree));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static ObjectNode at(ObjectNode tree, String key) {
        return (ObjectNode) tree.get(key);
    }

    private static ObjectNode bot(ObjectNode tree) {
        return (ObjectNode) tree.get("bots").get(0);
    }

    static Stream<Case> violations() {
        List<Case> all = new ArrayList<>();
        all.add(new Case(Rule.FILES, "a file more", e -> e.put("readme.txt", new byte[0])));
        all.add(new Case(Rule.FILES, "no outline", e -> e.remove("outline.png")));
        all.add(new Case(Rule.FILES, "no manifest", e -> e.remove("manifest.json")));
        all.add(new Case(Rule.JSON, "text", e -> e.put("manifest.json", "hello".getBytes(StandardCharsets.UTF_8))));
        all.add(new Case(Rule.JSON, "an array", e -> e.put("manifest.json", "[]".getBytes(StandardCharsets.UTF_8))));
        all.add(new Case(
                Rule.JSON,
                "a key twice",
                e -> e.put("manifest.json", "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8))));
        all.add(manifest(Rule.KEYS, "unknown key", t -> t.put("packageNam", "x")));
        all.add(manifest(Rule.KEYS, "no accent", t -> t.remove("accentColor")));
        all.add(manifest(Rule.SCHEMA, "1.18", t -> t.put("manifestVersion", "1.18")
                .put("$schema", AppPackageRules.schema("1.18"))));
        all.add(manifest(Rule.SCHEMA, "1.31", t -> t.put("manifestVersion", "1.31")
                .put("$schema", AppPackageRules.schema("1.31"))));
        all.add(manifest(Rule.SCHEMA, "another schema", t -> t.put("$schema", AppPackageRules.schema("1.29"))));
        for (String version : List.of("1.0", "1.0.0.0", "01.0.0", "1.0.0-beta", "", "a.b.c")) {
            all.add(manifest(Rule.VERSION, version, t -> t.put("version", version)));
        }
        all.add(manifest(Rule.APP_ID, "text", t -> t.put("id", "my app")));
        all.add(manifest(Rule.APP_ID, "braces", t -> t.put("id", "{" + BOT + "}")));
        all.add(manifest(Rule.DEVELOPER, "33", t -> at(t, "developer").put("name", "x".repeat(33))));
        all.add(manifest(Rule.DEVELOPER, "none", t -> at(t, "developer").put("name", "")));
        for (String url :
                List.of("http://a.example/", "https://", "", "a.example", "https://u@a.example/", "https://a b/")) {
            all.add(manifest(Rule.URLS, url, t -> at(t, "developer").put("privacyUrl", url)));
        }
        all.add(manifest(
                Rule.URLS, "2049", t -> at(t, "developer").put("websiteUrl", "https://a.example/" + "x".repeat(2040))));
        all.add(manifest(Rule.SHORT_NAME, "31", t -> at(t, "name").put("short", "x".repeat(31))));
        all.add(manifest(Rule.SHORT_NAME, "two lines", t -> at(t, "name").put("short", "a\nb")));
        all.add(manifest(Rule.SHORT_NAME, "a number", t -> at(t, "name").put("short", 5)));
        all.add(manifest(Rule.FULL_NAME, "101", t -> at(t, "name").put("full", "x".repeat(101))));
        all.add(manifest(Rule.FULL_NAME, "the same", t -> at(t, "name").put("full", "My company")));
        all.add(manifest(Rule.SHORT_DESCRIPTION, "81", t -> at(t, "description").put("short", "x".repeat(81))));
        all.add(manifest(
                Rule.FULL_DESCRIPTION, "4001", t -> at(t, "description").put("full", "x".repeat(4001))));
        all.add(manifest(
                Rule.FULL_DESCRIPTION, "none", t -> at(t, "description").remove("full")));
        all.add(manifest(Rule.ICON_NAMES, "outside", t -> at(t, "icons").put("color", "../color.png")));
        for (String color : List.of("blue", "#FFF", "#GGGGGG", "FFFFFF")) {
            all.add(manifest(Rule.ACCENT, color, t -> t.put("accentColor", color)));
        }
        all.add(new Case(Rule.COLOR_ICON, "small", e -> e.put("color.png", png(96, 96, 255, 255))));
        all.add(new Case(Rule.COLOR_ICON, "transparent", e -> e.put("color.png", png(192, 192, 255, 0))));
        all.add(new Case(Rule.COLOR_ICON, "no picture", e -> e.put("color.png", new byte[50])));
        all.add(new Case(Rule.OUTLINE_ICON, "filled", e -> e.put("outline.png", png(32, 32, 255, 255))));
        all.add(new Case(Rule.OUTLINE_ICON, "grey", e -> e.put("outline.png", png(32, 32, 128, 255))));
        all.add(new Case(Rule.OUTLINE_ICON, "nothing drawn", e -> e.put("outline.png", png(32, 32, 255, 0))));
        all.add(new Case(Rule.OUTLINE_ICON, "large", e -> e.put("outline.png", e.get("color.png"))));
        all.add(new Case(Rule.OUTLINE_ICON, "cut", e -> e.put("outline.png", Arrays.copyOf(e.get("outline.png"), 60))));
        all.add(new Case(Rule.OUTLINE_ICON, "a byte off", e -> {
            byte[] spoilt = e.get("outline.png").clone();
            spoilt[80] ^= 1;
            e.put("outline.png", spoilt);
        }));
        all.add(manifest(Rule.BOT, "another bot", t -> bot(t).put("botId", "00000000-0000-0000-0000-000000000001")));
        all.add(manifest(
                Rule.BOT, "two", t -> ((ArrayNode) t.get("bots")).addObject().put("botId", BOT)));
        all.add(manifest(Rule.BOT, "files", t -> bot(t).put("supportsFiles", true)));
        all.add(manifest(Rule.BOT, "calls", t -> bot(t).put("supportsCalling", true)));
        all.add(manifest(
                Rule.BOT_SCOPES, "group chats", t -> bot(t).withArray("scopes").add("groupChat")));
        all.add(manifest(
                Rule.BOT_SCOPES, "team only", t -> bot(t).withArray("scopes").remove(0)));
        all.add(manifest(Rule.NOTIFICATION_ONLY, "answers", t -> bot(t).put("isNotificationOnly", false)));
        all.add(manifest(Rule.NOTIFICATION_ONLY, "a text", t -> bot(t).put("isNotificationOnly", "true")));
        all.add(manifest(
                Rule.NOTHING_MORE, "identity", t -> t.putArray("permissions").add("identity")));
        all.add(manifest(
                Rule.NOTHING_MORE, "domains", t -> t.putArray("validDomains").add("*.example")));
        all.add(manifest(Rule.NOTHING_MORE, "rights", t -> t.putObject("authorization")));
        all.add(manifest(Rule.NOTHING_MORE, "sign-in", t -> t.putObject("webApplicationInfo")
                .put("id", BOT)));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void eachBreachIsFoundByItsRule(Case violation) {
        Map<String, byte[]> entries = sound();
        assertThat(AppPackageRules.check(entries, BOT, false)).isEmpty();
        violation.spoil().accept(entries);
        assertThat(AppPackageRules.check(entries, BOT, false))
                .extracting(RuleViolation::rule)
                .containsOnly(violation.rule());
    }

    @Test
    void eachRuleHasACaseAndALineOnTheSite() throws IOException {
        assertThat(violations().map(Case::rule).distinct()).containsExactlyInAnyOrder(Rule.values());
        String page = Files.readString(Path.of("src/site/markdown/app-package.md"));
        for (Rule rule : Rule.values()) {
            assertThat(page).contains("| " + rule.number() + " |");
        }
    }

    /** One colour, with one alpha. */
    private static byte[] png(int width, int height, int value, int alpha) {
        try {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(raw)) {
                for (int y = 0; y < height; y++) {
                    deflated.write(0);
                    for (int x = 0; x < width; x++) {
                        deflated.write(new byte[] {(byte) value, (byte) value, (byte) value, (byte) alpha});
                    }
                }
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            chunk(
                    file,
                    "IHDR",
                    ByteBuffer.allocate(13)
                            .putInt(width)
                            .putInt(height)
                            .put((byte) 8)
                            .put((byte) 6)
                            .array());
            chunk(file, "IDAT", raw.toByteArray());
            chunk(file, "IEND", new byte[0]);
            return file.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] body) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        file.writeBytes(name);
        file.writeBytes(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
