package dev.rostrum.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.sandbox.TenantChanges.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lets things happen in the tenant, and gives the activities by which Teams tells the bot of each; nobody posts them yet. What the
 * connector answers changes with it. Each has a time of its own, later by a millisecond at least than the one before. Safe for use
 * by many threads.
 */
public final class SandboxEvents {
    /** What the people of the tenant call the bot. */
    public static final String BOT_NAME = "Rostrum";

    private static final String CHANNEL_NAME = "Announcements";

    private final Tenant tenant;
    private final People people;
    private final TenantChanges now;
    private final SandboxState state;
    private final Supplier<String> serviceUrl;
    private final Clock clock;
    private Instant last = Instant.EPOCH;
    /** Whom something happened to, and whether the bot was last told that they have it; null if it was not told at all. */
    private final Map<Integer, Boolean> told = new LinkedHashMap<>();
    /** Who asked for messages to stop, or to begin again, and which of the two last. */
    private final Map<Integer, Boolean> stopped = new HashMap<>();

    SandboxEvents(Tenant tenant, TenantChanges now, SandboxState state, Supplier<String> serviceUrl, Clock clock) {
        this.tenant = tenant;
        this.people = tenant.people();
        this.now = now;
        this.state = state;
        this.serviceUrl = serviceUrl;
        this.clock = clock;
    }

    /** Somebody installs the bot for the first time. The chat exists from then on. */
    public synchronized List<SandboxEvent> installs(String userId) throws IOException {
        int person = person(userId);
        ObjectNode added = personal("conversationUpdate", person, null, false);
        ArrayNode members = added.putArray("membersAdded");
        members.add(account(person, false));
        members.addObject().put("id", botId());
        return List.of(SandboxEvent.of(added), reinstalls(userId));
    }

    /** Somebody installs the bot again: one event fewer than the first time. */
    public synchronized SandboxEvent reinstalls(String userId) throws IOException {
        int person = person(userId);
        now.person(Change.INSTALLED, person);
        state.open(person);
        told.put(person, true);
        ObjectNode installed =
                personal("installationUpdate", person, null, true).put("action", "add");
        ObjectNode data = (ObjectNode) installed.path("channelData");
        data.putObject("settings").putObject("selectedChannel").put("id", people.chatId(person));
        data.putObject("source").put("name", "message");
        return client(installed);
    }

    /** Somebody installs the bot again, and Teams does not tell. */
    public synchronized void reinstallsSilently(String userId) throws IOException {
        int person = person(userId);
        now.person(Change.INSTALLED, person);
        state.open(person);
        told.putIfAbsent(person, null);
    }

    /** Somebody removes the bot. */
    public synchronized SandboxEvent uninstalls(String userId) throws IOException {
        int person = person(userId);
        now.person(Change.UNINSTALLED, person);
        told.put(person, false);
        return client(personal("installationUpdate", person, null, true).put("action", "remove"));
    }

    /** Somebody blocks the bot, which Teams does not tell. */
    public synchronized void blocks(String userId) throws IOException {
        int person = person(userId);
        now.person(Change.BLOCKED, person);
        told.putIfAbsent(person, null);
    }

    /**
     * Somebody asks the bot for no more messages, or for messages again.
     *
     * @param text which a bot takes for that
     */
    public synchronized SandboxEvent asks(String userId, String text, boolean stop) throws IOException {
        SandboxEvent event = writes(userId, text);
        stopped.put(person(userId), stop);
        return event;
    }

    /** Somebody writes to the bot. */
    public synchronized SandboxEvent writes(String userId, String text) throws IOException {
        int person = person(userId);
        state.open(person);
        told.putIfAbsent(person, null);
        String id = state.post(person, text, 0, true);
        return message(personal("message", person, id, true), text);
    }

    /**
     * Somebody changes a message of their own, or brings one back that they took back. The event has the id of the message.
     *
     * @param back whether it was taken back before
     */
    public synchronized SandboxEvent edits(String userId, String messageId, String text, boolean back)
            throws IOException {
        int person = person(userId);
        changes(person, messageId, text);
        ObjectNode edited = personal("messageUpdate", person, messageId, true);
        ((ObjectNode) edited.path("channelData")).put("eventType", back ? "undeleteMessage" : "editMessage");
        return message(edited, text);
    }

    /** Somebody takes a message of their own back. The event has the id of the message. */
    public synchronized SandboxEvent deletes(String userId, String messageId) throws IOException {
        int person = person(userId);
        changes(person, messageId, null);
        ObjectNode deleted = personal("messageDelete", person, messageId, true);
        ((ObjectNode) deleted.path("channelData")).put("eventType", "softDeleteMessage");
        return client(deleted);
    }

    private void changes(int person, String messageId, String text) throws IOException {
        if (state.userChanges(person, messageId, text) != SandboxState.Changed.DONE) {
            throw new IllegalArgumentException("this person wrote no such message");
        }
    }

    /**
     * Somebody puts a reaction to a message of the chat, or takes it away.
     *
     * @param kind such as {@code like}
     */
    public synchronized SandboxEvent reacts(String userId, String messageId, String kind, boolean added)
            throws IOException {
        ObjectNode reaction = personal("messageReaction", person(userId), null, false);
        reaction.putArray(added ? "reactionsAdded" : "reactionsRemoved")
                .addObject()
                .put("type", kind);
        return SandboxEvent.of(reaction.put("replyToId", messageId));
    }

    /** Somebody has read the chat up to a message. */
    public synchronized SandboxEvent reads(String userId, String messageId) throws IOException {
        ObjectNode read =
                personal("event", person(userId), null, false).put("name", "application/vnd.microsoft.readReceipt");
        read.putObject("value").put("lastReadMessageId", messageId);
        return SandboxEvent.of(read);
    }

    /** The bot is added to a team. */
    public synchronized List<SandboxEvent> botAdded(String teamId) throws IOException {
        int team = team(teamId);
        now.team(Change.BOT_ADDED, team);
        String channel = tenant.channelId(team);
        int owner = owner(team);
        ObjectNode installed =
                inTeam("installationUpdate", null, owner, true, team, channel).put("action", "add");
        ObjectNode data = (ObjectNode) installed.path("channelData");
        chosen(data, channel).putObject("channel").put("id", channel);
        describe(data, team);
        data.putObject("source").put("name", "message");
        ObjectNode added = inTeam("conversationUpdate", null, owner, false, team, channel);
        ((ObjectNode) added.path("conversation")).put("name", CHANNEL_NAME);
        added.putArray("membersAdded").addObject().put("id", botId());
        describe(chosen((ObjectNode) added.path("channelData"), channel), team).put("eventType", "teamMemberAdded");
        return List.of(client(installed), SandboxEvent.of(added));
    }

    private static ObjectNode chosen(ObjectNode data, String channel) {
        data.putObject("settings").putObject("selectedChannel").put("id", channel);
        return data;
    }

    /** The bot is removed from a team. */
    public synchronized List<SandboxEvent> botRemoved(String teamId) throws IOException {
        int team = team(teamId);
        now.team(Change.BOT_REMOVED, team);
        ObjectNode removed = update(team, owner(team), "teamMemberRemoved", true);
        removed.putArray("membersRemoved").addObject().put("id", botId());
        ObjectNode uninstalled = inTeam("installationUpdate", null, owner(team), true, team, teamId)
                .put("action", "remove");
        describe((ObjectNode) uninstalled.path("channelData"), team);
        return List.of(SandboxEvent.of(removed), client(uninstalled));
    }

    /** People join a team that the bot is in. */
    public synchronized SandboxEvent joins(String teamId, Collection<String> userIds) throws IOException {
        return membership(teamId, userIds, owner(team(teamId)), Change.JOINED);
    }

    /**
     * People leave a team that the bot is in.
     *
     * @param byThemselves whether the first of them tells it, and not an owner
     */
    public synchronized SandboxEvent leaves(String teamId, Collection<String> userIds, boolean byThemselves)
            throws IOException {
        int team = team(teamId);
        Set<Integer> going = userIds.stream().map(this::person).collect(Collectors.toSet());
        int by = byThemselves
                ? person(userIds.iterator().next())
                : now.roster(team).stream()
                        .filter(member -> !going.contains(member))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("somebody must stay"));
        return membership(teamId, userIds, by, Change.LEFT);
    }

    private SandboxEvent membership(String teamId, Collection<String> userIds, int by, Change change)
            throws IOException {
        int team = team(teamId);
        boolean joined = change == Change.JOINED;
        ObjectNode event = update(team, by, joined ? "teamMemberAdded" : "teamMemberRemoved", true);
        ArrayNode members = event.putArray(joined ? "membersAdded" : "membersRemoved");
        for (String userId : userIds) {
            int person = person(userId);
            now.membership(change, team, person);
            told.putIfAbsent(person, null);
            members.add(account(person, false));
        }
        return SandboxEvent.of(event);
    }

    /** A team that the bot is in gets another name. */
    public synchronized SandboxEvent renamed(String teamId, String name) throws IOException {
        int team = team(teamId);
        now.renamed(team, name);
        return SandboxEvent.of(update(team, owner(team), "teamRenamed", true));
    }

    /** A team that the bot is in is deleted, and can be restored. */
    public synchronized SandboxEvent deleted(String teamId) throws IOException {
        int team = team(teamId);
        now.team(Change.DELETED, team);
        return SandboxEvent.of(update(team, owner(team), "teamDeleted", false));
    }

    /** A team that was deleted is there again, with the bot and its members. */
    public synchronized SandboxEvent restored(String teamId) throws IOException {
        int team = team(teamId);
        now.team(Change.RESTORED, team);
        return SandboxEvent.of(update(team, owner(team), "teamRestored", false));
    }

    /** A channel is made in a team that the bot is in: one of the events that change nothing for the bot. */
    public synchronized SandboxEvent channelCreated(String teamId, String name) {
        int team = team(teamId);
        ObjectNode event = update(team, owner(team), "channelCreated", false);
        ((ObjectNode) event.path("channelData"))
                .putObject("channel")
                .put("id", tenant.channelId(team))
                .put("name", name);
        return SandboxEvent.of(event);
    }

    /**
     * Somebody mentions the bot and other people in a channel.
     *
     * @param channelToo whether the channel is mentioned as well
     */
    public synchronized SandboxEvent mentions(String teamId, String userId, List<String> mentioned, boolean channelToo)
            throws IOException {
        int team = team(teamId);
        int person = person(userId);
        told.putIfAbsent(person, null);
        String id = state.passingId();
        String channel = tenant.channelId(team);
        ObjectNode event = inTeam("message", id, person, true, team, channel + ";messageid=" + id);
        Map<String, String> names = new LinkedHashMap<>();
        names.put(botId(), BOT_NAME);
        for (String each : mentioned) {
            names.put(each, people.person(person(each)).name().display());
            told.putIfAbsent(person(each), null);
        }
        if (channelToo) {
            names.put(channel, CHANNEL_NAME);
        }
        ArrayNode entities = event.putArray("entities");
        names.forEach((who, name) -> {
            ObjectNode mention = entities.addObject();
            mention.putObject("mentioned").put("id", who).put("name", name);
            mention.put("text", "<at>" + name + "</at>").put("type", "mention");
        });
        ObjectNode data = (ObjectNode) event.path("channelData");
        data.put("teamsChannelId", channel).put("teamsTeamId", teamId);
        data.putObject("channel").put("id", channel);
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder("<p>");
        for (String name : names.values()) {
            text.append("<at>").append(name).append("</at> ");
            html.append("<span itemscope=\"\" itemtype=\"http://schema.skype.com/Mention\">")
                    .append(name)
                    .append("</span> ");
        }
        event.putArray("attachments")
                .addObject()
                .put("contentType", "text/html")
                .put("content", html.append("hello</p>").toString());
        return message(event, text.append("hello\n").toString());
    }

    private static SandboxEvent message(ObjectNode activity, String text) {
        String at = activity.path("timestamp").asText();
        activity.put("localTimestamp", at.substring(0, at.length() - 5) + "+00:00")
                .put("localTimezone", "Europe/London")
                .put("textFormat", "plain")
                .put("text", text);
        return client(activity);
    }

    /** With what a Teams client tells of itself. */
    private static SandboxEvent client(ObjectNode activity) {
        activity.withArray("entities")
                .addObject()
                .put("locale", "en-GB")
                .put("country", "GB")
                .put("platform", "Windows")
                .put("timezone", "Europe/London")
                .put("type", "clientInfo");
        return SandboxEvent.of(activity.put("locale", "en-GB"));
    }

    /** An event of a team by its own thread, as all are but those of messages and of the bot's coming. */
    private ObjectNode update(int team, int by, String eventType, boolean described) {
        ObjectNode event = inTeam(
                "conversationUpdate",
                null,
                by,
                false,
                team,
                tenant.teams().get(team).id());
        ObjectNode data = (ObjectNode) event.path("channelData");
        return described ? with(event, describe(data, team), eventType) : with(event, data, eventType);
    }

    private static ObjectNode with(ObjectNode event, ObjectNode data, String eventType) {
        data.put("eventType", eventType);
        return event;
    }

    private ObjectNode describe(ObjectNode data, int team) {
        SandboxTeam described = now.team(team);
        ((ObjectNode) data.path("team")).put("aadGroupId", described.groupId()).put("name", described.name());
        return data;
    }

    private ObjectNode inTeam(String type, String id, int by, boolean named, int team, String conversation) {
        ObjectNode event = base(type, id, by, named);
        ((ObjectNode) event.path("conversation"))
                .put("isGroup", true)
                .put("conversationType", "channel")
                .put("tenantId", tenant.tenantId())
                .put("id", conversation);
        ((ObjectNode) event.path("channelData"))
                .putObject("team")
                .put("id", tenant.teams().get(team).id());
        return event;
    }

    private ObjectNode personal(String type, int person, String id, boolean named) {
        ObjectNode event = base(type, id, person, named);
        ((ObjectNode) event.path("conversation"))
                .put("conversationType", "personal")
                .put("tenantId", tenant.tenantId())
                .put("id", people.chatId(person));
        return event;
    }

    private ObjectNode base(String type, String id, int by, boolean named) {
        Instant at = next();
        ObjectNode event = Reply.object()
                .put("channelId", "msteams")
                .put("serviceUrl", serviceUrl.get())
                .put("type", type)
                .put("id", id == null ? eventId(at) : id)
                .put("timestamp", SandboxEvent.time(at));
        event.set("from", account(by, named));
        event.putObject("conversation");
        event.putObject("recipient").put("id", botId()).put("name", BOT_NAME);
        event.putObject("channelData").putObject("tenant").put("id", tenant.tenantId());
        return event;
    }

    private ObjectNode account(int number, boolean named) {
        Person person = people.person(number);
        ObjectNode account = Reply.object().put("id", person.id());
        if (named) {
            account.put("name", person.name().display());
        }
        if (person.objectId() != null) {
            account.put("aadObjectId", person.objectId());
        }
        return account;
    }

    /** Of an event that is about no message. Times differ, and so do these. */
    private String eventId(Instant at) {
        byte[] name = (tenant.tenantId() + at).getBytes(StandardCharsets.UTF_8);
        return "f:" + UUID.nameUUIDFromBytes(name);
    }

    private Instant next() {
        Instant at = clock.instant();
        last = at.isAfter(last.plusMillis(1)) ? at : last.plusMillis(1);
        return last;
    }

    /** The time now, for a repetition of what happened before. */
    synchronized Instant later() {
        return next();
    }

    private String botId() {
        return "28:" + tenant.appId();
    }

    private int owner(int team) {
        return now.roster(team).get(0);
    }

    private int person(String userId) {
        return people.byUserId(userId).orElseThrow(() -> new IllegalArgumentException("nobody here has this id"));
    }

    private int team(String teamId) {
        int team = tenant.teamNumber(teamId);
        if (team < 0) {
            throw new IllegalArgumentException("no team here has this id");
        }
        return team;
    }

    /** What is true in the tenant now, whoever was told of it. */
    public synchronized SandboxTruth truth() {
        List<SandboxTruth.Team> teams = IntStream.range(0, tenant.teams().size())
                .mapToObj(number -> {
                    SandboxTeam team = now.team(number);
                    Set<String> members = now.roster(number).stream()
                            .map(people::userId)
                            .collect(Collectors.toCollection(LinkedHashSet::new));
                    return new SandboxTruth.Team(team.id(), team.name(), team.groupId(), now.hasBot(number), members);
                })
                .toList();
        Map<String, SandboxTruth.Person> concerned = new LinkedHashMap<>();
        told.forEach((number, reported) -> {
            Person person = people.person(number);
            concerned.put(
                    person.id(),
                    new SandboxTruth.Person(
                            person.objectId(),
                            person.name().display(),
                            state.isOpen(number) ? people.chatId(number) : null,
                            now.hasApp(number),
                            now.isBlocked(number),
                            reported,
                            stopped.getOrDefault(number, false)));
        });
        return new SandboxTruth(teams, concerned);
    }
}
