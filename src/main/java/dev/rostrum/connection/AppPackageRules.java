package dev.rostrum.connection;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a Teams app package must keep to: the rules of the Microsoft 365 app manifest reference (root, root.developer,
 * root.name, root.description, root.icons, root.bots) as far as this package uses them, and our own of asking for nothing
 * that is not needed. Each has a number; the site page on the app package lists them.
 */
final class AppPackageRules {
    /** Where the bot can be had. */
    static final List<String> SCOPES = List.of("personal", "team");

    /** A rule, and what is the matter with this package. */
    record RuleViolation(Rule rule, Reason what) {
        /** What is the matter, with the rule's number before it. */
        Reason reason() {
            return Reason.named(rule.number(), what);
        }
    }

    /** The rules. Their numbers never change their meaning. */
    enum Rule {
        FILES("M1"),
        JSON("M2"),
        KEYS("M3"),
        SCHEMA("M4"),
        VERSION("M5"),
        APP_ID("M6"),
        DEVELOPER("M7"),
        URLS("M8"),
        SHORT_NAME("M9"),
        FULL_NAME("M10"),
        SHORT_DESCRIPTION("M11"),
        FULL_DESCRIPTION("M12"),
        ICON_NAMES("M13"),
        ACCENT("M14"),
        COLOR_ICON("M15"),
        OUTLINE_ICON("M16"),
        BOT("M17"),
        BOT_SCOPES("M18"),
        NOTIFICATION_ONLY("M19"),
        NOTHING_MORE("M20");

        private final String number;

        Rule(String number) {
            this.number = number;
        }

        String number() {
            return number;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** Schema versions that have everything used here; there is no 1.18. */
    private static final Pattern MANIFEST_VERSION = Pattern.compile("1\\.(1[2-79]|2[0-9]|30)");

    private static final Pattern SEMVER = Pattern.compile("(0|[1-9]\\d{0,8})(\\.(0|[1-9]\\d{0,8})){2}");
    private static final Pattern HEX_COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

    private static final Set<String> KEYS = Set.of(
            "$schema",
            "manifestVersion",
            "version",
            "id",
            "developer",
            "icons",
            "name",
            "description",
            "accentColor",
            "bots");

    /** What would ask people or admins for rights. */
    private static final Set<String> RIGHTS =
            Set.of("permissions", "validDomains", "devicePermissions", "webApplicationInfo", "authorization");

    private static final Set<String> BOT_KEYS = Set.of("botId", "scopes", "supportsFiles", "isNotificationOnly");

    private static final int MAX_URL = 2048;
    private static final int COLOR_SIZE = 192;
    private static final int OUTLINE_SIZE = 32;

    private final List<RuleViolation> violations = new ArrayList<>();

    private AppPackageRules() {}

    /** Address of the schema of a manifest version. */
    static String schema(String manifestVersion) {
        return "https://developer.microsoft.com/json-schemas/teams/v" + manifestVersion + "/MicrosoftTeams.schema.json";
    }

    /**
     * Every breach of a rule, in the order of the rules.
     *
     * @param entries contents of the package's files by name
     * @param botId the bot's app id
     * @param replies whether people may write to the bot
     */
    static List<RuleViolation> check(Map<String, byte[]> entries, String botId, boolean replies) {
        AppPackageRules rules = new AppPackageRules();
        rules.files(entries);
        byte[] manifest = entries.get(AppPackage.MANIFEST);
        if (manifest != null) {
            rules.manifest(manifest, botId, replies);
        }
        if (entries.get(AppPackage.COLOR) != null) {
            rules.colorIcon(entries.get(AppPackage.COLOR));
        }
        if (entries.get(AppPackage.OUTLINE) != null) {
            rules.outlineIcon(entries.get(AppPackage.OUTLINE));
        }
        rules.violations.sort((a, b) -> a.rule().compareTo(b.rule()));
        return List.copyOf(rules.violations);
    }

    private void violation(Rule rule, String code, Object... arguments) {
        violations.add(new RuleViolation(rule, Reason.of(code, arguments)));
    }

    private void require(boolean kept, Rule rule, String code, Object... arguments) {
        if (!kept) {
            violation(rule, code, arguments);
        }
    }

    private void files(Map<String, byte[]> entries) {
        Set<String> wanted = Set.of(AppPackage.MANIFEST, AppPackage.COLOR, AppPackage.OUTLINE);
        require(
                entries.keySet().equals(wanted),
                Rule.FILES,
                "appPackage.files",
                String.join(", ", new TreeSet<>(entries.keySet())),
                String.join(", ", new TreeSet<>(wanted)));
    }

    private void manifest(byte[] bytes, String botId, boolean replies) {
        JsonNode manifest;
        try {
            manifest = JSON.readTree(bytes);
        } catch (IOException e) {
            violation(Rule.JSON, "appPackage.json.unreadable");
            return;
        }
        if (!manifest.isObject()) {
            violation(Rule.JSON, "appPackage.json.object");
            return;
        }
        keys(manifest);
        String version = text(manifest, "manifestVersion");
        require(
                MANIFEST_VERSION.matcher(version).matches() && schema(version).equals(text(manifest, "$schema")),
                Rule.SCHEMA,
                "appPackage.schema");
        require(SEMVER.matcher(text(manifest, "version")).matches(), Rule.VERSION, "appPackage.version");
        require(
                Guid.parse(text(manifest, "id"))
                        .filter(text(manifest, "id")::equals)
                        .isPresent(),
                Rule.APP_ID,
                "appPackage.appId");
        JsonNode developer = manifest.path("developer");
        length(developer, "name", 32, Rule.DEVELOPER, "appPackage.developer");
        for (String url : List.of("websiteUrl", "privacyUrl", "termsOfUseUrl")) {
            require(https(text(developer, url)), Rule.URLS, "appPackage.url", url, MAX_URL);
        }
        JsonNode name = manifest.path("name");
        length(name, "short", 30, Rule.SHORT_NAME, "appPackage.name");
        length(name, "full", 100, Rule.FULL_NAME, "appPackage.fullName");
        require(!text(name, "full").equals(text(name, "short")), Rule.FULL_NAME, "appPackage.fullName.same");
        JsonNode description = manifest.path("description");
        length(description, "short", 80, Rule.SHORT_DESCRIPTION, "appPackage.description");
        length(description, "full", 4000, Rule.FULL_DESCRIPTION, "appPackage.fullDescription");
        JsonNode icons = manifest.path("icons");
        require(
                AppPackage.COLOR.equals(text(icons, "color")) && AppPackage.OUTLINE.equals(text(icons, "outline")),
                Rule.ICON_NAMES,
                "appPackage.icons");
        require(
                !manifest.has("accentColor")
                        || HEX_COLOR.matcher(text(manifest, "accentColor")).matches(),
                Rule.ACCENT,
                "appPackage.accent",
                AppPackage.DEFAULT_ACCENT);
        bot(manifest.path("bots"), botId, replies);
    }

    private void keys(JsonNode manifest) {
        manifest.fieldNames().forEachRemaining(key -> {
            if (RIGHTS.contains(key)) {
                violation(Rule.NOTHING_MORE, "appPackage.right", key);
            } else if (!KEYS.contains(key)) {
                violation(Rule.KEYS, "appPackage.key.unknown", key);
            }
        });
        for (String key : KEYS) {
            require(manifest.has(key), Rule.KEYS, "appPackage.key.missing", key);
        }
    }

    private void bot(JsonNode bots, String botId, boolean replies) {
        JsonNode bot = bots.path(0);
        require(
                bots.isArray() && bots.size() == 1 && botId.equals(text(bot, "botId")),
                Rule.BOT,
                "appPackage.bot",
                botId);
        bot.fieldNames().forEachRemaining(key -> require(BOT_KEYS.contains(key), Rule.BOT, "appPackage.bot.key", key));
        require(
                bot.path("supportsFiles").isBoolean()
                        && !bot.path("supportsFiles").booleanValue(),
                Rule.BOT,
                "appPackage.bot.files");
        Set<String> scopes = new HashSet<>();
        bot.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        require(
                bot.path("scopes").isArray()
                        && bot.path("scopes").size() == SCOPES.size()
                        && scopes.equals(Set.copyOf(SCOPES)),
                Rule.BOT_SCOPES,
                "appPackage.bot.scopes");
        require(
                bot.path("isNotificationOnly").isBoolean()
                        && bot.path("isNotificationOnly").booleanValue() == !replies,
                Rule.NOTIFICATION_ONLY,
                replies ? "appPackage.bot.read" : "appPackage.bot.unread");
    }

    private void colorIcon(byte[] png) {
        AppPackagePng image = AppPackagePng.read(png).orElse(null);
        require(
                image != null && image.width() == COLOR_SIZE && image.height() == COLOR_SIZE && image.opaque(),
                Rule.COLOR_ICON,
                "appPackage.colorIcon");
    }

    private void outlineIcon(byte[] png) {
        AppPackagePng image = AppPackagePng.read(png).orElse(null);
        require(
                image != null
                        && image.width() == OUTLINE_SIZE
                        && image.height() == OUTLINE_SIZE
                        && image.whiteOnTransparent(),
                Rule.OUTLINE_ICON,
                "appPackage.outlineIcon");
    }

    private void length(JsonNode node, String key, int most, Rule rule, String code) {
        String text = text(node, key);
        int length = text.codePointCount(0, text.length());
        require(
                length >= 1
                        && length <= most
                        && text.strip().equals(text)
                        && text.chars().noneMatch(Character::isISOControl),
                rule,
                length > most ? code + ".long" : code,
                most,
                length);
    }

    private static boolean https(String text) {
        if (text.length() > MAX_URL) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getHost().contains(".")
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).isTextual() ? node.path(key).textValue() : "";
    }
}
