package dev.rostrum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rostrum.sandbox.SandboxEvent.Variant;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Teams would post, each shape to the letter, what the tenant is afterwards, and who signs it. */
class SandboxEventsTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00.123Z");

    @TempDir
    Path folder;

    private SandboxServer server;
    private SandboxEvents events;
    private Caller caller;
    private SandboxTeam team;
    private String ada;
    private String ben;

    @BeforeEach
    void start() throws Exception {
        start(NOON);
        String[] members = caller.userIds(team, 12);
        for (String id : members) {
            if (person(id).objectId() != null && !id.equals(members[0])) {
                ben = ada;
                ada = id;
            }
        }
    }

    private void start(Instant at) throws Exception {
        server = SandboxServer.start(
                SandboxOptions.defaults(folder).withTeamSizes(12, 5).withRateLimits(false),
                Clock.fixed(at, ZoneOffset.UTC),
                System::nanoTime,
                RequestLog.DEFAULT_LIMIT);
        events = server.events();
        caller = new Caller(server);
        team = server.teams().get(0);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Person person(String userId) {
        Tenant tenant = new Tenant(1, List.of(12, 5), NameBook.load());
        return tenant.people().person(tenant.people().byUserId(userId).orElseThrow());
    }

    private String chat(String userId) {
        SandboxTruth.Person person = events.truth().people().get(userId);
        return person == null || person.conversationId() == null ? "" : person.conversationId();
    }

    /** Compares the whole body, in which short words stand for ids and single quotes for double ones. */
    private void assertBody(SandboxEvent event, String expected) throws Exception {
        JsonNode actual = Caller.JSON.readTree(event.json());
        String channel = actual.path("conversation").path("id").asText().startsWith("a:")
                ? ""
                : new Tenant(1, List.of(12, 5), NameBook.load()).channelId(0);
        String owner = events.truth().teams().get(0).members().iterator().next();
        String filled = expected.replace('\'', '"');
        for (Map.Entry<String, String> each : Map.ofEntries(
                        Map.entry(
                                "$head",
                                "'channelId':'msteams','serviceUrl':'" + server.serviceUrl()
                                        + "','recipient':{'id':'28:" + server.appId() + "','name':'Rostrum'}"),
                        Map.entry(
                                "$client",
                                "{'locale':'en-GB','country':'GB','platform':'Windows',"
                                        + "'timezone':'Europe/London','type':'clientInfo'}"),
                        Map.entry("$tenant", server.tenantId()),
                        Map.entry("$bot", "28:" + server.appId()),
                        Map.entry("$teamId", team.id()),
                        Map.entry("$group", team.groupId()),
                        Map.entry("$teamName", team.name()),
                        Map.entry("$channel", channel),
                        Map.entry("$owner", owner),
                        Map.entry("$ownersObject", String.valueOf(person(owner).objectId())),
                        Map.entry("$chat", chat(ada)),
                        Map.entry("$ada", ada),
                        Map.entry("$adasObject", person(ada).objectId()),
                        Map.entry("$adasName", person(ada).name().display()),
                        Map.entry("$ben", ben),
                        Map.entry("$bensObject", person(ben).objectId()),
                        Map.entry("$bensName", person(ben).name().display()),
                        Map.entry("$id", actual.path("id").asText()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey((a, b) -> b.length() - a.length()))
                .toList()) {
            filled = filled.replace(each.getKey(), each.getValue().replace('\'', '"'));
        }
        assertThat(actual).isEqualTo(Caller.JSON.readTree(filled));
    }

    private static final String ADAS_CHAT =
            "'conversation':{'conversationType':'personal','tenantId':'$tenant','id':'$chat'}";
    private static final String ADA_NAMED = "'from':{'id':'$ada','name':'$adasName','aadObjectId':'$adasObject'}";
    private static final String OWNER = "'from':{'id':'$owner','aadObjectId':'$ownersObject'}";
    private static final String TEAM = "'team':{'id':'$teamId','aadGroupId':'$group','name':'$teamName'}";
    private static final String TEAMS_THREAD =
            "'conversation':{'isGroup':true,'conversationType':'channel','tenantId':'$tenant','id':'$teamId'}";

    @Test
    void aPersonInstallsRemovesAndInstallsAgain() throws Exception {
        List<SandboxEvent> first = events.installs(ada);
        assertThat(first).hasSize(2);
        assertThat(first.get(0).id())
                .matches("f:[0-9a-f-]{36}")
                .isNotEqualTo(first.get(1).id());
        assertBody(
                first.get(0),
                "{$head,'type':'conversationUpdate','id':'$id','timestamp':'2026-03-02T12:00:00.1230000Z',"
                        + "'from':{'id':'$ada','aadObjectId':'$adasObject'}," + ADAS_CHAT + ","
                        + "'membersAdded':[{'id':'$ada','aadObjectId':'$adasObject'},{'id':'$bot'}],"
                        + "'channelData':{'tenant':{'id':'$tenant'}}}");
        assertBody(
                first.get(1),
                "{$head,'type':'installationUpdate','action':'add','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1240000Z'," + ADA_NAMED + "," + ADAS_CHAT
                        + ",'entities':[$client],"
                        + "'channelData':{'tenant':{'id':'$tenant'},'settings':{'selectedChannel':{'id':'$chat'}},"
                        + "'source':{'name':'message'}},'locale':'en-GB'}");
        String chat = chat(ada);
        assertThat(caller.message(chat, "Hello").statusCode()).isEqualTo(201);

        assertBody(
                events.uninstalls(ada),
                "{$head,'type':'installationUpdate','action':'remove','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1250000Z'," + ADA_NAMED + "," + ADAS_CHAT
                        + ",'entities':[$client],"
                        + "'channelData':{'tenant':{'id':'$tenant'}},'locale':'en-GB'}");
        assertThat(Caller.code(caller.message(chat, "Hello"))).startsWith("403 BotNotInConversationRoster");
        assertThat(Caller.code(caller.create(person(ada).objectId()))).startsWith("403 ForbiddenOperationException");

        events.reinstallsSilently(ada);
        assertThat(events.truth().people().get(ada).silentlyReinstalled()).isTrue();
        assertThat(caller.message(chat, "Hello").statusCode()).isEqualTo(201);
        events.blocks(ada);
        assertThat(Caller.code(caller.message(chat, "Hello"))).startsWith("403 ConversationBlockedByUser");
        assertThat(events.truth().people().get(ada).blocked()).isTrue();
        assertThat(events.reinstalls(ada).detail()).isEqualTo("add");
        assertThat(events.truth().people().get(ada))
                .isEqualTo(new SandboxTruth.Person(
                        person(ada).objectId(), person(ada).name().display(), chat, true, false, true, false));
    }

    @Test
    void aPersonAsksForNoMessagesAndForMessagesAgain() throws Exception {
        SandboxEvent stop = events.asks(ada, "STOP", true);
        assertThat(stop.type()).isEqualTo("message");
        assertThat(stop.json()).contains("\"text\":\"STOP\"");
        assertThat(events.truth().people().get(ada).stopped()).isTrue();
        events.writes(ada, "hello");
        assertThat(events.truth().people().get(ada).stopped()).isTrue();
        events.asks(ada, "START", false);
        assertThat(events.truth().people().get(ada).stopped()).isFalse();
    }

    @Test
    void aPersonWritesEditsDeletesAndReacts() throws Exception {
        SandboxEvent written = events.writes(ada, "hello");
        assertThat(written.id()).matches("[0-9]{13}");
        String chat = chat(ada);
        String message = "$head,'id':'$id'," + ADA_NAMED + "," + ADAS_CHAT
                + ",'entities':[$client],'locale':'en-GB','timestamp':";
        String text = ",'localTimezone':'Europe/London','textFormat':'plain','localTimestamp':";
        assertBody(
                written,
                "{" + message + "'2026-03-02T12:00:00.1230000Z','type':'message','text':'hello'" + text
                        + "'2026-03-02T12:00:00.123+00:00','channelData':{'tenant':{'id':'$tenant'}}}");
        SandboxEvent edited = events.edits(ada, written.id(), "hello all", false);
        assertBody(
                edited,
                "{" + message + "'2026-03-02T12:00:00.1240000Z','type':'messageUpdate','text':'hello all'"
                        + text + "'2026-03-02T12:00:00.124+00:00',"
                        + "'channelData':{'tenant':{'id':'$tenant'},'eventType':'editMessage'}}");
        assertThat(edited.id()).isEqualTo(written.id());
        SandboxEvent deleted = events.deletes(ada, written.id());
        assertBody(
                deleted,
                "{" + message + "'2026-03-02T12:00:00.1250000Z','type':'messageDelete',"
                        + "'channelData':{'tenant':{'id':'$tenant'},'eventType':'softDeleteMessage'}}");
        assertThat(deleted.id()).isEqualTo(written.id());
        assertThat(server.message(chat, written.id()).orElseThrow().deleted()).isTrue();
        SandboxEvent back = events.edits(ada, written.id(), "hello", true);
        assertThat(back.detail()).isEqualTo("undeleteMessage");
        assertThat(server.messages(chat))
                .containsExactly(new SandboxMessage(written.id(), ada, chat, "hello", 0, 2, false, true));
        assertBody(
                events.reacts(ada, written.id(), "like", true),
                "{$head,'type':'messageReaction','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1270000Z','from':{'id':'$ada','aadObjectId':'$adasObject'},"
                        + ADAS_CHAT + ",'reactionsAdded':[{'type':'like'}],'replyToId':'" + written.id()
                        + "','channelData':{'tenant':{'id':'$tenant'}}}");
        assertThat(Caller.JSON
                        .readTree(
                                events.reacts(ada, written.id(), "like", false).json())
                        .has("reactionsRemoved"))
                .isTrue();
        assertThatThrownBy(() -> events.edits(ben, written.id(), "not mine", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(caller.update(chat, written.id(), Caller.messageBody("not the bot's"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void theBotComesToATeamAndGoes() throws Exception {
        String channel =
                "'conversation':{'isGroup':true,'conversationType':'channel','tenantId':'$tenant','id':'$channel'";
        List<SandboxEvent> added = events.botAdded(team.id());
        assertThat(added).hasSize(2);
        assertThat(added.get(0).conversationId()).startsWith("19:").isNotEqualTo(team.id());
        String owner = "'from':{'id':'$owner','name':'" + person(first()).name().display()
                + "','aadObjectId':'$ownersObject'}";
        assertBody(
                added.get(0),
                "{$head,'type':'installationUpdate','action':'add','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1230000Z'," + owner + "," + channel
                        + "},'entities':[$client],'channelData':{'settings':{'selectedChannel':{'id':'$channel'}},"
                        + "'channel':{'id':'$channel'}," + TEAM
                        + ",'tenant':{'id':'$tenant'},'source':{'name':'message'}},"
                        + "'locale':'en-GB'}");
        assertBody(
                added.get(1),
                "{$head,'type':'conversationUpdate','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1240000Z'," + OWNER + "," + channel
                        + ",'name':'Announcements'},"
                        + "'membersAdded':[{'id':'$bot'}],'channelData':{'settings':{'selectedChannel':{'id':'$channel'}},"
                        + TEAM + ",'eventType':'teamMemberAdded','tenant':{'id':'$tenant'}}}");
        List<SandboxEvent> removed = events.botRemoved(team.id());
        assertBody(
                removed.get(0),
                "{$head,'type':'conversationUpdate','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1250000Z'," + OWNER + "," + TEAMS_THREAD
                        + ",'membersRemoved':[{'id':'$bot'}],'channelData':{" + TEAM
                        + ",'eventType':'teamMemberRemoved','tenant':{'id':'$tenant'}}}");
        assertThat(removed.get(1).type() + " " + removed.get(1).detail()).isEqualTo("installationUpdate remove");
        assertThat(events.truth().teams()).extracting(SandboxTruth.Team::bot).containsExactly(false, true);
        assertThat(Caller.code(caller.team(team.id()))).startsWith("403 BotNotInConversationRoster");
        assertThat(Caller.code(caller.members(team.id(), 50, null))).startsWith("403 BotNotInConversationRoster");
        events.botAdded(team.id());
        assertThat(caller.team(team.id()).statusCode()).isEqualTo(200);
        assertThat(events.deleted(team.id()).detail()).isEqualTo("teamDeleted");
        assertThat(Caller.code(caller.team(team.id()))).startsWith("404 ConversationNotFound");
        assertThat(events.truth().teams().get(0).bot()).isFalse();
        assertThat(events.restored(team.id()).detail()).isEqualTo("teamRestored");
        assertThat(caller.team(team.id()).statusCode()).isEqualTo(200);
    }

    private String first() {
        return events.truth().teams().get(0).members().iterator().next();
    }

    @Test
    void peopleLeaveAndJoinAndTheRosterFollows() throws Exception {
        assertBody(
                events.leaves(team.id(), List.of(ada), false),
                "{$head,'type':'conversationUpdate','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1230000Z'," + OWNER + "," + TEAMS_THREAD
                        + ",'membersRemoved':[{'id':'$ada','aadObjectId':'$adasObject'}],'channelData':{" + TEAM
                        + ",'eventType':'teamMemberRemoved','tenant':{'id':'$tenant'}}}");
        assertThat(roster(team)).hasSize(11).doesNotContain(ada);
        assertThat(Caller.code(caller.member(team.id(), ada))).startsWith("404 MemberNotFoundInConversation");
        assertThat(events.leaves(team.id(), List.of(ben), true).json()).contains("\"from\":{\"id\":\"" + ben);
        assertBody(
                events.joins(team.id(), List.of(ada, ben)),
                "{$head,'type':'conversationUpdate','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1250000Z'," + OWNER + "," + TEAMS_THREAD
                        + ",'membersAdded':[{'id':'$ada','aadObjectId':'$adasObject'},{'id':'$ben','aadObjectId':'$bensObject'}],"
                        + "'channelData':{" + TEAM + ",'eventType':'teamMemberAdded','tenant':{'id':'$tenant'}}}");
        assertThat(roster(team)).hasSize(12).endsWith(ada, ben);
        assertThat(caller.member(team.id(), ada).statusCode()).isEqualTo(200);
        SandboxEvent renamed = events.renamed(team.id(), "Another name");
        team = server.teams().get(0);
        assertThat(team.name()).isEqualTo("Another name");
        assertBody(
                renamed,
                "{$head,'type':'conversationUpdate','id':'$id',"
                        + "'timestamp':'2026-03-02T12:00:00.1260000Z'," + OWNER + "," + TEAMS_THREAD
                        + ",'channelData':{" + TEAM
                        + ",'eventType':'teamRenamed','tenant':{'id':'$tenant'}}}");
        assertThat(Caller.JSON
                        .readTree(caller.team(team.id()).body())
                        .path("name")
                        .asText())
                .isEqualTo("Another name");
        events.leaves(team.id(), List.of(ben), false);
        assertThat(server.teams().get(0).memberCount()).isEqualTo(11);

        server.close();
        start(NOON.plusSeconds(60));
        assertThat(roster(team)).hasSize(11).endsWith(ada).doesNotContain(ben);
        assertThat(server.teams().get(0).name()).isEqualTo("Another name");
    }

    private List<String> roster(SandboxTeam of) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode member : caller.memberPage(of.id(), 500, null).path("members")) {
            ids.add(member.path("id").asText());
        }
        List<String> all = new ArrayList<>();
        for (JsonNode member :
                Caller.JSON.readTree(caller.get("v3/conversations/" + Caller.encode(of.id()) + "/members")
                        .body())) {
            all.add(member.path("id").asText());
        }
        assertThat(all).isEqualTo(ids);
        assertThat(List.copyOf(events.truth().teams().get(0).members())).isEqualTo(ids);
        return ids;
    }

    @Test
    void aMentionNamesTheBotPeopleAndTheChannel() throws Exception {
        SandboxEvent mention = events.mentions(team.id(), ada, List.of(ben), true);
        assertThat(mention.conversationId()).endsWith(";messageid=" + mention.id());
        String span = "<span itemscope=\\'\\' itemtype=\\'http://schema.skype.com/Mention\\'>";
        assertBody(
                mention,
                "{$head,'type':'message','id':'$id','timestamp':'2026-03-02T12:00:00.1230000Z',"
                        + "'localTimestamp':'2026-03-02T12:00:00.123+00:00','localTimezone':'Europe/London',"
                        + "'textFormat':'plain','text':'<at>Rostrum</at> <at>$bensName</at> <at>Announcements</at> hello\\n',"
                        + "'attachments':[{'contentType':'text/html','content':'<p>" + span + "Rostrum</span> " + span
                        + "$bensName</span> " + span + "Announcements</span> hello</p>'}]," + ADA_NAMED
                        + ",'conversation':{'isGroup':true,'conversationType':'channel','tenantId':'$tenant',"
                        + "'id':'$channel;messageid=$id'},'entities':["
                        + "{'mentioned':{'id':'$bot','name':'Rostrum'},'text':'<at>Rostrum</at>','type':'mention'},"
                        + "{'mentioned':{'id':'$ben','name':'$bensName'},'text':'<at>$bensName</at>','type':'mention'},"
                        + "{'mentioned':{'id':'$channel','name':'Announcements'},'text':'<at>Announcements</at>',"
                        + "'type':'mention'},$client],'channelData':{'teamsChannelId':'$channel','teamsTeamId':'$teamId',"
                        + "'channel':{'id':'$channel'},'team':{'id':'$teamId'},'tenant':{'id':'$tenant'}},'locale':'en-GB'}");
    }

    @Test
    void someFormsLackSomething() throws Exception {
        SandboxEvent joined = events.joins(team.id(), List.of(ada));
        assertThat(joined.as(Variant.NO_OBJECT_ID).json())
                .isEqualTo(joined.json().replaceAll(",\"aadObjectId\":\"[^\"]+\"", ""))
                .doesNotContain("aadObjectId");
        assertThat(joined.as(Variant.LOWER_CASE).json())
                .isEqualTo(joined.json().replace("\"teamMemberAdded\"", "\"teammemberadded\""));
        assertThat(joined.as(Variant.OLD_CONVERSATION).json())
                .contains("\"conversation\":{\"isGroup\":true,\"id\":\"" + team.id() + "\"}")
                .contains("\"tenant\":{\"id\":\"" + server.tenantId() + "\"}");
        SandboxEvent written = events.writes(ada, "hello");
        assertThat(written.as(Variant.NO_NAME).json())
                .contains("\"from\":{\"id\":\"" + ada + "\",\"aadObjectId\"")
                .contains("\"name\":\"Rostrum\"");
        assertThat(written.as(Variant.LOWER_CASE)).isEqualTo(written);
    }

    @Test
    void whoReadsTheMetadataVerifiesWhoSigns() throws Exception {
        JsonNode metadata = get(server.eventMetadataUrl());
        assertThat(metadata.path("issuer").asText()).isEqualTo(SandboxServer.EVENT_ISSUER);
        assertThat(metadata.path("id_token_signing_alg_values_supported").get(0).asText())
                .isEqualTo("RS256");
        JsonNode keys = get(metadata.path("jwks_uri").asText());
        assertThat(keys.path("keys")).hasSize(1);
        assertThat(keys.path("keys").get(0).path("endorsements").get(0).asText())
                .isEqualTo("msteams");
        JWK key = JWKSet.parse(keys.toString()).getKeys().get(0);
        assertThat(server.eventAuthorization()).startsWith("Bearer ");
        SignedJWT token = SignedJWT.parse(server.eventAuthorization().substring(7));
        assertThat(token.getHeader().getKeyID()).isEqualTo(key.getKeyID());
        assertThat(token.getHeader().toJSONObject())
                .containsEntry("alg", "RS256")
                .containsEntry("typ", "JWT");
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getClaims().keySet()).isEqualTo(Set.of("iss", "aud", "nbf", "exp", "serviceurl"));
        assertThat(claims.getIssuer()).isEqualTo(SandboxServer.EVENT_ISSUER).doesNotContain("botframework");
        assertThat(claims.getAudience()).containsExactly(server.appId());
        assertThat(claims.getStringClaim("serviceurl")).isEqualTo(server.serviceUrl());
        assertThat(claims.getNotBeforeTime().toInstant()).isEqualTo(NOON.truncatedTo(ChronoUnit.SECONDS));
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(claims.getNotBeforeTime().toInstant().plusSeconds(3_600));

        // Not the key of the bot's own tokens: whoever trusts one does not trust the other.
        JsonNode others = get(server.loginUrl() + "v1/.well-known/keys");
        JWK other = JWKSet.parse(others.toString()).getKeys().get(0);
        assertThat(other.getKeyID()).isNotEqualTo(key.getKeyID());
        assertThat(token.verify(new RSASSAVerifier(other.toRSAKey()))).isFalse();
        assertThat(caller.send(HttpRequest.newBuilder(URI.create(server.serviceUrl() + "v3/teams/x"))
                                .header("Authorization", server.eventAuthorization()))
                        .statusCode())
                .isEqualTo(401);
    }

    private JsonNode get(String url) throws Exception {
        return Caller.JSON.readTree(
                caller.send(HttpRequest.newBuilder(URI.create(url))).body());
    }
}
