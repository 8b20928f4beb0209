package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendingRules;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The guard's numbers and the limits of pausing by itself, for each connection. A change holds at once, also for a run that
 * sends: {@link #of} answers from memory.
 */
public final class SendingSettings {
    private static final String KEY = "sending";
    private static final int MOST = 10_000;

    private final SettingsFile settings;
    private final Map<String, SendingRules> known = new ConcurrentHashMap<>();

    public SendingSettings(SettingsFile settings) {
        this.settings = settings;
    }

    /** The rules in force; the default ones where nothing was set. */
    public SendingRules of(Connection connection) {
        return known.computeIfAbsent(
                connection.id(), id -> read(settings.read().path(KEY).path(id)));
    }

    /** @throws Problem where a number is out of range; nothing is changed then */
    public void change(Connection connection, SendingRules rules) {
        check(rules);
        settings.change(tree -> {
            JsonNode all = tree.path(KEY);
            ObjectNode entries = all instanceof ObjectNode object ? object : tree.putObject(KEY);
            write(rules, entries.withObjectProperty(connection.id()));
        });
        known.put(connection.id(), rules);
    }

    private static void check(SendingRules rules) {
        GuardRules guard = rules.guard();
        PauseLimits pause = rules.pause();
        if (guard.announcements() > MOST
                || guard.days() > MOST
                || guard.sameTextDays() > MOST
                || pause.sameRefusals() > MOST
                || pause.doubts() > MOST
                || pause.window() > MOST) {
            throw Problem.wrongUse("settings.sending.most", MOST);
        }
        if (guard.quietFrom() != null && guard.quietFrom().equals(guard.quietTo())) {
            throw Problem.wrongUse("settings.sending.quiet");
        }
    }

    private static void write(SendingRules rules, ObjectNode entry) {
        GuardRules guard = rules.guard();
        entry.put("guard", guard.on());
        entry.put("announcements", guard.announcements());
        entry.put("days", guard.days());
        entry.put("sameTextDays", guard.sameTextDays());
        SettingsGroup.put(entry, "quietFrom", text(guard.quietFrom()));
        SettingsGroup.put(entry, "quietTo", text(guard.quietTo()));
        PauseLimits pause = rules.pause();
        entry.put("pauseAtSameRefusals", pause.sameRefusals());
        entry.put("pauseAtDoubts", pause.doubts());
        entry.put("pauseAtShare", pause.share());
        entry.put("pauseWindow", pause.window());
    }

    private static String text(LocalTime time) {
        return time == null ? null : time.toString();
    }

    private static SendingRules read(JsonNode entry) {
        GuardRules guard = GuardRules.DEFAULT;
        PauseLimits pause = PauseLimits.DEFAULT;
        try {
            SendingRules rules = new SendingRules(
                    new GuardRules(
                            entry.path("guard").asBoolean(guard.on()),
                            entry.path("announcements").asInt(guard.announcements()),
                            entry.path("days").asInt(guard.days()),
                            entry.path("sameTextDays").asInt(guard.sameTextDays()),
                            time(entry.path("quietFrom")),
                            time(entry.path("quietTo"))),
                    new PauseLimits(
                            entry.path("pauseAtSameRefusals").asInt(pause.sameRefusals()),
                            entry.path("pauseAtDoubts").asInt(pause.doubts()),
                            entry.path("pauseAtShare").asDouble(pause.share()),
                            entry.path("pauseWindow").asInt(pause.window())));
            check(rules);
            return rules;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Problem.failed(e, "settings.sending.unusable", e.getMessage());
        }
    }

    private static LocalTime time(JsonNode value) {
        return value.isTextual() ? LocalTime.parse(value.textValue()) : null;
    }
}
