package dev.rostrum.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Speaks to a sandbox over real HTTP, by hand-written requests. */
final class Caller {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final SandboxServer server;
    private String token;

    Caller(SandboxServer server) {
        this.server = server;
    }

    static String encode(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpResponse<String> tokenAnswer(String tenant, String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.loginUrl() + tenant + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    HttpResponse<String> metadata(String tenant) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(
                        URI.create(server.loginUrl() + tenant + "/v2.0/.well-known/openid-configuration"))
                .GET());
    }

    String goodForm() {
        return "grant_type=client_credentials&client_id=" + server.appId() + "&client_secret="
                + encode(server.clientSecret()) + "&scope=https%3A%2F%2Fapi.botframework.com%2F.default";
    }

    String token() throws IOException, InterruptedException {
        if (token == null) {
            token = JSON.readTree(tokenAnswer(server.tenantId(), goodForm()).body())
                    .path("access_token")
                    .asText();
        }
        return token;
    }

    HttpRequest.Builder request(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(server.serviceUrl() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(postRequest(path, body));
    }

    HttpRequest.Builder postRequest(String path, String body) throws IOException, InterruptedException {
        return request(path)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body));
    }

    String createBody(String userId) {
        return "{\"isGroup\":false,\"bot\":{\"id\":\"28:" + server.appId() + "\"},\"members\":[{\"id\":\"" + userId
                + "\",\"role\":\"user\"}],\"tenantId\":\"" + server.tenantId()
                + "\",\"channelData\":{\"tenant\":{\"id\":\"" + server.tenantId() + "\"}}}";
    }

    HttpResponse<String> create(String userId) throws IOException, InterruptedException {
        return post("v3/conversations", createBody(userId));
    }

    /** Creates the conversation and gives its id. */
    String created(String userId) throws IOException, InterruptedException {
        return JSON.readTree(create(userId).body()).path("id").asText();
    }

    HttpResponse<String> message(String conversationId, String text) throws IOException, InterruptedException {
        return activity(conversationId, messageBody(text));
    }

    static String messageBody(String text) {
        return JSON.createObjectNode()
                .put("type", "message")
                .put("text", text)
                .put("textFormat", "plain")
                .toString();
    }

    HttpResponse<String> activity(String conversationId, String body) throws IOException, InterruptedException {
        return post("v3/conversations/" + encode(conversationId) + "/activities", body);
    }

    HttpResponse<String> update(String conversationId, String activityId, String body)
            throws IOException, InterruptedException {
        return send(request(activityPath(conversationId, activityId))
                .header("Content-Type", "application/json; charset=utf-8")
                .PUT(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String conversationId, String activityId) throws IOException, InterruptedException {
        return send(request(activityPath(conversationId, activityId)).DELETE());
    }

    private static String activityPath(String conversationId, String activityId) {
        return "v3/conversations/" + encode(conversationId) + "/activities/" + encode(activityId);
    }

    /** Sends a message and gives its id. */
    String sent(String conversationId, String text) throws IOException, InterruptedException {
        return JSON.readTree(message(conversationId, text).body()).path("id").asText();
    }

    HttpResponse<String> members(String teamId, int pageSize, String continuationToken)
            throws IOException, InterruptedException {
        return get("v3/conversations/" + encode(teamId) + "/pagedmembers?pageSize=" + pageSize
                + (continuationToken == null ? "" : "&continuationToken=" + encode(continuationToken)));
    }

    JsonNode memberPage(String teamId, int pageSize, String continuationToken)
            throws IOException, InterruptedException {
        return JSON.readTree(members(teamId, pageSize, continuationToken).body());
    }

    HttpResponse<String> member(String teamId, String memberId) throws IOException, InterruptedException {
        return get("v3/conversations/" + encode(teamId) + "/members/" + encode(memberId));
    }

    HttpResponse<String> team(String teamId) throws IOException, InterruptedException {
        return get("v3/teams/" + encode(teamId));
    }

    /** Pairwise ids of the first members of a team. */
    String[] userIds(SandboxTeam team, int count) throws IOException, InterruptedException {
        JsonNode members = memberPage(team.id(), 500, null).path("members");
        String[] ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = members.get(i).path("id").asText();
        }
        return ids;
    }

    static String code(HttpResponse<String> answer) throws IOException {
        JsonNode body = JSON.readTree(answer.body());
        return answer.statusCode() + " " + body.path("error").path("code").asText() + ": "
                + body.path("error").path("message").asText(body.path("message").asText());
    }
}
