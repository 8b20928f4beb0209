package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.auth.TenantDirectory;
import dev.rostrum.connection.Connection.Bot;
import dev.rostrum.domain.BotId;
import dev.rostrum.domain.Guid;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which bot, and for whom. */
final class BotGroup implements SettingsGroup<Bot> {
    /** The link that opens a chat with a bot. */
    private static final Pattern CHAT_LINK =
            Pattern.compile("https://[^\\s?]*/l/chat/[^\\s]*[?&]users=28(?::|%3[aA])([0-9a-fA-F-]{36})");

    /** A link that Teams makes, with the tenant in it. */
    private static final Pattern TENANT_OF_LINK = Pattern.compile(
            "(?i)https://(?:teams\\.microsoft\\.(?:com|us)|(?:gov|dod)\\.teams\\.microsoft\\.us|teams\\.cloud\\.microsoft)"
                    + "/l/[^\\s?]*\\?(?:[^\\s#]*&)?tenantId=([0-9a-f-]{36})(?:[&#].*)?");

    @Override
    public Bot read(JsonNode entry) {
        return new Bot(
                Guid.parse(entry.path("appId").asText()).orElse(null),
                BotType.of(entry.path("botType").asText()).orElse(BotType.SINGLE_TENANT),
                entry.path("botTenant").textValue(),
                Guid.parse(entry.path("tenantId").asText()).orElse(null));
    }

    @Override
    public void write(Bot bot, ObjectNode entry) {
        entry.put("appId", bot.appId());
        entry.put("botType", bot.type().code());
        SettingsGroup.put(entry, "botTenant", bot.homeTenant());
        entry.put("tenantId", bot.tenantId());
    }

    /** The tenant may come out as a domain: it is looked up when the connection is saved. */
    @Override
    public Bot check(FormReading form) {
        BotType type = form.choice(
                Field.BOT_TYPE, BotType.of(form.text(Field.BOT_TYPE)), BotType.SINGLE_TENANT, BotType.codes());
        return new Bot(appId(form), type, homeTenant(form, type), tenant(form));
    }

    private static String appId(FormReading form) {
        String text = form.id(Field.APP_ID);
        Matcher link = CHAT_LINK.matcher(text);
        Optional<String> appId = BotId.appId(link.find() ? link.group(1) : text);
        if (appId.isEmpty()) {
            form.problem(Field.APP_ID, "connection.appId");
        }
        return appId.orElse(null);
    }

    private static String tenant(FormReading form) {
        String text = form.id(Field.TENANT);
        Optional<String> tenant = Guid.parse(text).or(() -> linked(text)).or(() -> TenantDirectory.domain(text));
        if (tenant.isEmpty()) {
            form.problem(Field.TENANT, "connection.tenant");
        }
        return tenant.orElse(null);
    }

    /** The tenant that a link to a team, a channel or a message names. */
    private static Optional<String> linked(String text) {
        Matcher link = TENANT_OF_LINK.matcher(text);
        return link.matches() ? Guid.parse(link.group(1)) : Optional.empty();
    }

    private static String homeTenant(FormReading form, BotType type) {
        if (!form.given(Field.BOT_TENANT)) {
            return null;
        }
        String text = form.id(Field.BOT_TENANT);
        Optional<String> tenant = Guid.parse(text).or(() -> TenantDirectory.domain(text));
        if (tenant.isEmpty()) {
            form.problem(Field.BOT_TENANT, "connection.botTenant");
        } else if (type == BotType.MULTI_TENANT) {
            form.problem(Field.BOT_TENANT, "connection.botTenant.multi");
        }
        return tenant.map(t -> t.toLowerCase(Locale.ROOT)).orElse(null);
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        Bot bot = connection.bot();
        return form.with(Field.APP_ID, bot.appId())
                .with(Field.BOT_TYPE, bot.type().code())
                .with(Field.BOT_TENANT, bot.homeTenant())
                .with(Field.TENANT, bot.tenantId());
    }
}
