package dev.rostrum.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The connector as Teams implements it: checks a request and does what it asks. The order of the checks is that of a
 * gateway before a service: authorization, media type, size, rate, then the request itself. Safe for use by many threads.
 */
final class ConnectorRoutes {
    /** Teams' limit for a message: 100 KB of its JSON, counted as UTF-16. */
    static final int MAX_MESSAGE_UTF16_BYTES = 100 * 1024;

    /** No body is longer, in bytes. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    private static final int PAGE_MIN = 50;
    private static final int PAGE_MAX = 500;
    private static final int PAGE_DEFAULT = 200;
    private static final int PAGE_EXTRA = 54;
    private static final int ALL_MEMBERS = 10_000;
    private static final int TOKEN_PAYLOAD = 12;
    private static final int NO_TEAM = -1;
    private static final Set<String> TEXT_FORMATS = Set.of("plain", "markdown", "xml");
    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern CHAT = Pattern.compile("a:1[A-Za-z0-9_-]{1,500}");
    private static final Pattern THREAD = Pattern.compile("19:[A-Za-z0-9_-]{1,200}@thread\\.(tacv2|skype|v2)");

    private final Tenant tenant;
    private final TenantChanges now;
    private final People people;
    private final BearerTokens tokens;
    private final SandboxState state;
    private final RateWindows rates;

    private final Seal pageTokens;
    private final List<Consumer<ReceivedSend>> sendHooks = new CopyOnWriteArrayList<>();
    private volatile Set<RosterOddity> oddities = Set.of();

    ConnectorRoutes(
            Tenant tenant, TenantChanges now, long seed, BearerTokens tokens, SandboxState state, RateWindows rates) {
        this.tenant = tenant;
        this.now = now;
        this.people = tenant.people();
        this.tokens = tokens;
        this.state = state;
        this.rates = rates;
        this.pageTokens = new Seal(seed, "page");
    }

    void onSend(Consumer<ReceivedSend> hook) {
        sendHooks.add(hook);
    }

    void rosterOddities(Set<RosterOddity> newOddities) {
        this.oddities = newOddities.isEmpty() ? Set.of() : EnumSet.copyOf(newOddities);
    }

    /**
     * Fills in whom a request is about, before anything is checked: of a send, an update or a delete whose chat it is, of a
     * create by an Entra object id the person's pairwise id.
     */
    void identify(Exchange exchange) {
        if (exchange.target().route() == Route.CREATE) {
            OptionalInt person = people.byObjectId(firstMember(exchange));
            if (person.isPresent()) {
                exchange.about(people.userId(person.getAsInt()), null);
            }
        } else if (exchange.target().route().isMessage()) {
            OptionalInt person = people.byChatId(exchange.target().id());
            if (person.isPresent()) {
                exchange.about(
                        people.userId(person.getAsInt()), exchange.target().id());
            }
        }
    }

    Reply answer(Exchange exchange) throws IOException {
        Target target = exchange.target();
        if (!tokens.accepts(exchange.header("authorization"))) {
            return Reply.unauthorized();
        }
        if (exchange.size() > MAX_BODY_BYTES) {
            return Reply.error(413, "RequestEntityTooLarge", "Request entity too large.");
        }
        boolean hasBody = exchange.method().equals("POST") || target.route() == Route.UPDATE;
        if (hasBody && !isJson(exchange.header("content-type"))) {
            return Reply.message(415, "The request's media type is not supported for this resource.");
        }
        return switch (target.route()) {
            case CREATE -> create(exchange);
            case SEND -> send(exchange);
            case UPDATE -> update(exchange);
            case DELETE -> delete(exchange);
            case MEMBERS -> members(exchange);
            case ALL_MEMBERS -> allMembers(target.id());
            case MEMBER -> member(target);
            case ACTIVITY_MEMBERS -> activityMembers(target);
            case TEAM -> team(target);
            case CHANNELS -> channels(target);
            default -> {
                Reply throttled = limited(null, 0, 1);
                yield throttled != null ? throttled : target.refusal();
            }
        };
    }

    private Reply create(Exchange exchange) throws IOException {
        JsonNode body = exchange.json();
        JsonNode members = body.path("members");
        String id = firstMember(exchange);
        boolean byObjectId = GUID.matcher(id).matches();
        OptionalInt person = byObjectId ? people.byObjectId(id) : people.byUserId(id);
        JsonNode activity = body.path("activity");
        Reply throttled =
                person.isPresent() ? limited(RateWindows.Operation.CREATE, person.getAsInt(), 1) : limited(null, 0, 1);
        if (throttled != null) {
            return throttled;
        }
        if (!body.isObject()
                || body.path("isGroup").asBoolean(false)
                || !(body.path("isGroup").isMissingNode()
                        || body.path("isGroup").isBoolean())
                || body.has("topicName")
                || !members.isArray()
                || members.size() != 1
                || id.isEmpty()
                || !(activity.isMissingNode() || activity.isObject())) {
            return wrongCreation();
        }
        JsonNode bot = body.path("bot");
        if (!bot.isMissingNode() && !isOurBot(bot.path("id"))) {
            return wrongCreation();
        }
        Reply wrongTenant = checkTenant(body);
        if (wrongTenant != null) {
            return wrongTenant;
        }
        if (person.isEmpty()) {
            return id.startsWith("29:") ? wrongUser() : wrongCreation();
        }
        if (byObjectId && !now.hasApp(person.getAsInt())) {
            return Reply.error(403, "ForbiddenOperationException", "Bot is not installed in user's personal scope");
        }
        Reply wrongActivity = activity.isMissingNode() ? null : checkMessage(activity, activity.toString());
        if (wrongActivity != null) {
            return wrongActivity;
        }
        int number = person.getAsInt();
        Reply unwanted = activity.isMissingNode() ? null : unwanted(number);
        if (unwanted != null) {
            return unwanted;
        }
        String chat = people.chatId(number);
        exchange.about(people.userId(number), chat);
        state.open(number);
        if (activity.isObject() && !isTyping(activity)) {
            // Teams posts it each time, also into a conversation that exists, and tells no id.
            String text = activity.path("text").textValue();
            exchange.posted(
                    state.post(number, text, activity.path("attachments").size(), false), text);
        }
        return Reply.json(201, Reply.object().put("id", chat));
    }

    /** The id of the first member that a create names; empty if there is none. */
    private static String firstMember(Exchange exchange) {
        return exchange.json().path("members").path(0).path("id").asText();
    }

    private Reply checkTenant(JsonNode body) {
        JsonNode direct = body.path("tenantId");
        JsonNode nested = body.path("channelData").path("tenant").path("id");
        if (direct.isMissingNode() && nested.isMissingNode()) {
            return wrongTenant();
        }
        for (JsonNode given : List.of(direct, nested)) {
            if (!given.isMissingNode()
                    && !(given.isTextual() && GUID.matcher(given.textValue()).matches())) {
                return wrongTenant();
            }
        }
        if (!direct.isMissingNode()
                && !nested.isMissingNode()
                && !direct.textValue().equalsIgnoreCase(nested.textValue())) {
            return wrongCreation();
        }
        JsonNode given = direct.isMissingNode() ? nested : direct;
        return given.textValue().equalsIgnoreCase(tenant.tenantId())
                ? null
                : Reply.error(403, "NotEnoughPermissions", "Not enough permissions");
    }

    private boolean isOurBot(JsonNode id) {
        return id.isTextual()
                && (id.textValue().equalsIgnoreCase("28:" + tenant.appId())
                        || id.textValue().equalsIgnoreCase(tenant.appId()));
    }

    private Reply send(Exchange exchange) throws IOException {
        String id = exchange.target().id();
        OptionalInt person = people.byChatId(id);
        boolean split = exchange.json().path("attachments").size() > 0 && hasText(exchange.json());
        Reply throttled = person.isPresent()
                ? limited(RateWindows.Operation.SEND, person.getAsInt(), split ? 2 : 1)
                : limited(null, 0, 1);
        if (throttled != null) {
            return throttled;
        }
        if (person.isEmpty()) {
            return noChat(id);
        }
        Reply wrong = checkMessage(exchange.json(), exchange.text());
        if (wrong != null) {
            return wrong;
        }
        int number = person.getAsInt();
        String userId = people.userId(number);
        Reply elsewhere = checkPlace(exchange.json(), userId, id);
        if (elsewhere != null) {
            return elsewhere;
        }
        if (!state.isOpen(number)) {
            return noConversation();
        }
        Reply unwanted = unwanted(number);
        if (unwanted != null) {
            return unwanted;
        }
        String text = exchange.json().path("text").textValue();
        if (isTyping(exchange.json())) {
            // It is shown for a moment and stands in no chat.
            return Reply.json(201, Reply.object().put("id", state.passingId()));
        }
        ReceivedSend received = new ReceivedSend(userId, id, text, exchange.text());
        for (Consumer<ReceivedSend> hook : sendHooks) {
            hook.accept(received);
        }
        int attachments = exchange.json().path("attachments").size();
        if (split) {
            // Text and attachment become two messages, and Teams tells the id of neither.
            state.post(number, text, 0, false);
            state.post(number, null, attachments, false);
            exchange.posted(null, text);
            return Reply.json(201, Reply.object());
        }
        String activityId = state.post(number, text, attachments, false);
        exchange.posted(activityId, text);
        return Reply.json(201, Reply.object().put("id", activityId));
    }

    private Reply update(Exchange exchange) throws IOException {
        String id = exchange.target().id();
        OptionalInt person = people.byChatId(id);
        Reply refusal = checkChange(id, person);
        if (refusal != null) {
            return refusal;
        }
        Reply wrong = isTyping(exchange.json())
                ? Reply.error(400, "BadArgument", "Unknown activity type")
                : checkMessage(exchange.json(), exchange.text());
        if (wrong != null) {
            return wrong;
        }
        int number = person.getAsInt();
        Reply elsewhere = checkPlace(exchange.json(), people.userId(number), id);
        if (elsewhere != null) {
            return elsewhere;
        }
        if (!state.isOpen(number)) {
            return noConversation();
        }
        String activityId = exchange.target().itemId();
        JsonNode named = exchange.json().path("id");
        if (!named.isMissingNode() && !activityId.equals(named.textValue())) {
            return Reply.error(400, "BadArgument", "The message's id differs from the path");
        }
        String text = exchange.json().path("text").textValue();
        int attachments = exchange.json().path("attachments").size();
        SandboxState.Changed changed = state.update(number, activityId, text, attachments);
        if (changed != SandboxState.Changed.DONE) {
            return notChanged(changed);
        }
        exchange.changed(text);
        return Reply.json(200, Reply.object().put("id", activityId));
    }

    private Reply delete(Exchange exchange) throws IOException {
        String id = exchange.target().id();
        OptionalInt person = people.byChatId(id);
        Reply refusal = checkChange(id, person);
        if (refusal != null) {
            return refusal;
        }
        if (!state.isOpen(person.getAsInt())) {
            return noConversation();
        }
        SandboxState.Changed changed =
                state.delete(person.getAsInt(), exchange.target().itemId());
        return changed == SandboxState.Changed.DONE ? new Reply(200, "", "") : notChanged(changed);
    }

    /** The rate, in which an update or a delete counts as a send, then whether the chat can be this bot's. */
    private Reply checkChange(String id, OptionalInt person) {
        Reply throttled =
                person.isPresent() ? limited(RateWindows.Operation.SEND, person.getAsInt(), 1) : limited(null, 0, 1);
        if (throttled != null) {
            return throttled;
        }
        return person.isPresent() ? null : noChat(id);
    }

    private static Reply notChanged(SandboxState.Changed why) {
        return why == SandboxState.Changed.NOT_OWN
                ? Reply.error(403, "NotEnoughPermissions", "The message was not sent by this bot.")
                : Reply.error(404, "ActivityNotFoundInConversation", "Activity not found.");
    }

    private static Reply noChat(String id) {
        if (THREAD.matcher(id).matches()) {
            // Teams could post into a channel. The sandbox has 1:1 chats only, and nobody should send elsewhere.
            return notInRoster();
        }
        return CHAT.matcher(id).matches()
                ? Reply.error(403, "BadArgument", "Failed to decrypt conversation id")
                : wrongConversationFormat();
    }

    /** Whether the person takes messages of the bot; those who never had the app, but are in a team with it, do. */
    private Reply unwanted(int person) {
        if (now.removedApp(person)) {
            return notInRoster();
        }
        return now.isBlocked(person)
                ? Reply.error(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
                : null;
    }

    private static Reply notInRoster() {
        return Reply.error(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
    }

    private static Reply checkPlace(JsonNode activity, String userId, String conversationId) {
        return consistent(activity.path("recipient"), userId)
                        && consistent(activity.path("conversation"), conversationId)
                ? null
                : Reply.error(400, "BadArgument", "Recipient or conversation differs from the path");
    }

    private static Reply noConversation() {
        return Reply.error(404, "ConversationNotFound", "Conversation not found.");
    }

    private Reply checkMessage(JsonNode activity, String json) {
        if (!activity.isObject()) {
            return Reply.error(400, "BadSyntax", "The request body is not a JSON object");
        }
        if (json.length() * 2L > MAX_MESSAGE_UTF16_BYTES) {
            return Reply.error(413, "MessageSizeTooBig", "Message size too large.");
        }
        if (isTyping(activity)) {
            return checkSender(activity);
        }
        if (!activity.path("type").asText().equalsIgnoreCase("message")) {
            return Reply.error(400, "BadArgument", "Unknown activity type");
        }
        JsonNode format = activity.path("textFormat");
        if (!format.isMissingNode()
                && !(format.isTextual()
                        && TEXT_FORMATS.contains(format.textValue().toLowerCase(Locale.ROOT)))) {
            return Reply.error(400, "BadArgument", "Unknown text format");
        }
        JsonNode text = activity.path("text");
        JsonNode attachments = activity.path("attachments");
        if (!(text.isMissingNode() || text.isTextual()) || !(attachments.isMissingNode() || attachments.isArray())) {
            return Reply.error(400, "BadSyntax", "Text or attachments of a wrong type");
        }
        if (!hasText(activity) && attachments.size() == 0) {
            return Reply.error(400, "BadSyntax", "The message has neither text nor attachments");
        }
        return checkSender(activity);
    }

    private static boolean isTyping(JsonNode activity) {
        return activity.path("type").asText().equalsIgnoreCase("typing");
    }

    private Reply checkSender(JsonNode activity) {
        JsonNode from = activity.path("from");
        return from.isMissingNode() || isOurBot(from.path("id"))
                ? null
                : Reply.error(400, "BadArgument", "The sender is not the bot of the token");
    }

    private static boolean hasText(JsonNode activity) {
        return !activity.path("text").asText().isEmpty();
    }

    private static boolean consistent(JsonNode account, String expected) {
        return account.isMissingNode() || account.path("id").asText().equals(expected);
    }

    private Reply members(Exchange exchange) {
        String id = exchange.target().id();
        int team = tenant.teamNumber(id);
        OptionalInt chat = team == NO_TEAM ? openChat(id) : OptionalInt.empty();
        Reply refusal = checkRoster(id, team, chat, RateWindows.Operation.MEMBERS);
        if (refusal != null) {
            return refusal;
        }
        if (chat.isPresent()) {
            ObjectNode body = Reply.object();
            body.putArray("members").add(people.person(chat.getAsInt()).toJson(tenant.tenantId(), true));
            return Reply.json(200, body);
        }
        Integer pageSize = pageSize(parameter(exchange.query(), "pageSize"));
        if (pageSize == null) {
            return Reply.error(400, "BadSyntax", "pageSize is not a number");
        }
        String token = parameter(exchange.query(), "continuationToken");
        int from = 0;
        boolean emptyPage = false;
        if (token != null && !token.isEmpty()) {
            byte[] payload = pageTokens.verify(token, TOKEN_PAYLOAD);
            ByteBuffer place = payload == null ? null : ByteBuffer.wrap(payload);
            if (place == null || place.getInt() != team) {
                return Reply.error(400, "BadArgument", "Unknown continuation token");
            }
            from = place.getInt();
            emptyPage = place.getInt() == 1;
        }
        return Reply.json(200, page(team, from, pageSize, emptyPage, token));
    }

    /** The whole roster as a bare array: up to 10,000 of a team's members, or the one person of a chat. */
    private Reply allMembers(String id) {
        int team = tenant.teamNumber(id);
        OptionalInt chat = team == NO_TEAM ? openChat(id) : OptionalInt.empty();
        Reply refusal = checkRoster(id, team, chat, RateWindows.Operation.ALL_MEMBERS);
        if (refusal != null) {
            return refusal;
        }
        if (chat.isPresent()) {
            return onlyPerson(chat.getAsInt());
        }
        ArrayNode all = Reply.array();
        now.roster(team).stream()
                .limit(ALL_MEMBERS)
                .forEach(member -> all.add(people.person(member).toJson(tenant.tenantId(), true)));
        return Reply.json(200, all);
    }

    private Reply onlyPerson(int person) {
        return Reply.json(200, Reply.array().add(people.person(person).toJson(tenant.tenantId(), true)));
    }

    private Reply activityMembers(Target target) throws IOException {
        OptionalInt chat = openChat(target.id());
        Reply refusal = checkRoster(target.id(), NO_TEAM, chat, RateWindows.Operation.MEMBERS);
        if (refusal != null) {
            return refusal;
        }
        boolean isThere = state.find(chat.getAsInt(), target.itemId())
                .filter(message -> !message.deleted())
                .isPresent();
        return isThere ? onlyPerson(chat.getAsInt()) : notChanged(SandboxState.Changed.UNKNOWN);
    }

    private ObjectNode page(int team, int from, int pageSize, boolean emptyPage, String token) {
        Set<RosterOddity> odd = oddities;
        List<Integer> roster = now.roster(team);
        int total = roster.size();
        int length = emptyPage ? 0 : pageSize + (odd.contains(RosterOddity.LARGER_PAGE) ? PAGE_EXTRA : 0);
        int to = Math.min(total, from + length);
        ObjectNode body = Reply.object();
        if (to < total) {
            boolean emptyNext = odd.contains(RosterOddity.EMPTY_PAGE) && from == 0 && !emptyPage;
            boolean repeat = odd.contains(RosterOddity.REPEATED_TOKEN) && from > 0;
            body.put("continuationToken", repeat ? token : pageToken(team, to, emptyNext));
        }
        ArrayNode members = body.putArray("members");
        boolean again = odd.contains(RosterOddity.DUPLICATE_ACROSS_PAGES) && from > 0 && !emptyPage;
        for (int place = again ? from - 1 : from; place < to; place++) {
            boolean withId = !(odd.contains(RosterOddity.MEMBER_WITHOUT_ID) && place == 0);
            members.add(people.person(roster.get(place)).toJson(tenant.tenantId(), withId));
        }
        return body;
    }

    private String pageToken(int team, int from, boolean emptyPage) {
        return pageTokens.sign(ByteBuffer.allocate(TOKEN_PAYLOAD)
                .putInt(team)
                .putInt(from)
                .putInt(emptyPage ? 1 : 0)
                .array());
    }

    private static Integer pageSize(String given) {
        if (given == null || given.isEmpty()) {
            return PAGE_DEFAULT;
        }
        try {
            return Math.max(PAGE_MIN, Math.min(PAGE_MAX, Integer.parseInt(given)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private Reply member(Target target) {
        int team = tenant.teamNumber(target.id());
        OptionalInt chat = team == NO_TEAM ? openChat(target.id()) : OptionalInt.empty();
        Reply refusal = checkRoster(target.id(), team, chat, RateWindows.Operation.MEMBERS);
        if (refusal != null) {
            return refusal;
        }
        String wanted = target.itemId();
        OptionalInt person;
        if (wanted.startsWith("29:")) {
            person = people.byUserId(wanted);
            if (person.isEmpty()) {
                return wrongUser();
            }
        } else if (GUID.matcher(wanted).matches()) {
            person = people.byObjectId(wanted);
        } else {
            person = people.byPrincipalName(wanted);
        }
        boolean isThere = person.isPresent()
                && (team == NO_TEAM ? chat.getAsInt() == person.getAsInt() : now.isMember(team, person.getAsInt()));
        return isThere
                ? Reply.json(200, people.person(person.getAsInt()).toJson(tenant.tenantId(), true))
                : Reply.error(404, "MemberNotFoundInConversation", "Member not found");
    }

    private Reply team(Target target) {
        int number = tenant.teamNumber(target.id());
        Reply refusal = checkRoster(target.id(), number, OptionalInt.empty(), RateWindows.Operation.CONVERSATION);
        if (refusal != null) {
            return refusal;
        }
        SandboxTeam team = now.team(number);
        return Reply.json(
                200,
                Reply.object()
                        .put("id", team.id())
                        .put("name", team.name())
                        .put("aadGroupId", team.groupId())
                        .put("channelCount", 1)
                        .put("memberCount", team.memberCount())
                        .put("type", "standard"));
    }

    /** Its General channel, which has the team's own id and no name. */
    private Reply channels(Target target) {
        int number = tenant.teamNumber(target.id());
        Reply refusal = checkRoster(target.id(), number, OptionalInt.empty(), RateWindows.Operation.CONVERSATION);
        if (refusal != null) {
            return refusal;
        }
        ObjectNode body = Reply.object();
        body.putArray("conversations")
                .addObject()
                .put("id", target.id())
                .putNull("name")
                .put("type", "standard");
        return Reply.json(200, body);
    }

    /** The rate, then whether there is a roster at all; null if all is well. */
    private Reply checkRoster(String id, int team, OptionalInt chat, RateWindows.Operation operation) {
        Reply throttled;
        if (team != NO_TEAM) {
            // Teams and people are numbered from zero both: a team's thread is told from a chat by its sign.
            throttled = limited(operation, -1L - team, 1);
        } else if (chat.isPresent()) {
            throttled = limited(operation, chat.getAsInt(), 1);
        } else {
            throttled = limited(null, 0, 1);
        }
        if (throttled != null) {
            return throttled;
        }
        if (team != NO_TEAM && !now.isDeleted(team)) {
            return now.hasBot(team) ? null : notInRoster();
        }
        if (chat.isPresent()) {
            return null;
        }
        return THREAD.matcher(id).matches() || CHAT.matcher(id).matches()
                ? noConversation()
                : wrongConversationFormat();
    }

    private OptionalInt openChat(String id) {
        OptionalInt person = people.byChatId(id);
        return person.isPresent() && state.isOpen(person.getAsInt()) ? person : OptionalInt.empty();
    }

    private Reply limited(RateWindows.Operation operation, long thread, int count) {
        long wait = rates.take(operation, thread, count);
        if (wait == 0) {
            return null;
        }
        if (!rates.limits().retryAfter()) {
            return Reply.throttled();
        }
        long seconds = (wait + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        return Reply.throttled().with("Retry-After", Long.toString(seconds));
    }

    static String parameter(String query, String name) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && name.equalsIgnoreCase(Target.decode(pair.substring(0, equals)))) {
                String value = Target.decode(pair.substring(equals + 1));
                return value == null ? "?" : value;
            }
        }
        return null;
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private static Reply wrongCreation() {
        return Reply.error(400, "BadSyntax", "Incorrect conversation creation parameters");
    }

    private static Reply wrongTenant() {
        return Reply.error(400, "BadSyntax", "Could not parse tenant id");
    }

    private static Reply wrongUser() {
        return Reply.error(400, "BadArgument", "Failed to decrypt pairwise id");
    }

    private static Reply wrongConversationFormat() {
        return Reply.error(400, "BadSyntax", "Bad format of conversation ID");
    }
}
