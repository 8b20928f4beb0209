package dev.rostrum.sandbox;

import static dev.rostrum.sandbox.Caller.encode;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rostrum.contract.Renamed;
import dev.rostrum.contract.SchemaCheck;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of answer, as it comes over the wire, fits its schema; with any one property renamed it does not. */
class SandboxContractTest {
    @TempDir
    Path folder;

    private final List<Seen> seen = new ArrayList<>();

    private record Seen(String schema, String body) {}

    private void saw(String schema, HttpResponse<String> answer) {
        seen.add(new Seen(schema, answer.body()));
    }

    @Test
    void everyAnswerFitsItsSchema() throws Exception {
        try (SandboxServer server = SandboxServer.start(
                SandboxOptions.defaults(folder).withTeamSizes(12, 250, 2_000).withRateLimits(false))) {
            gather(server, new Caller(server));
        }
        assertThat(seen.stream().map(Seen::schema))
                .contains(
                        "create-response",
                        "send-response",
                        "send-response-split",
                        "paged-members",
                        "member",
                        "team",
                        "token-response",
                        "token-error",
                        "openid-metadata",
                        "error-a",
                        "error-b",
                        "error-c");
        for (Seen answer : seen) {
            SchemaCheck.assertFits(answer.schema(), answer.body());
            JsonNode value = Caller.JSON.readTree(answer.body());
            if (value.path("members") instanceof ArrayNode members) {
                // A page repeats its member many times: two are enough to rename in.
                while (members.size() > 2) {
                    members.remove(members.size() - 1);
                }
            }
            SchemaCheck schema = SchemaCheck.named(answer.schema());
            for (Renamed.Variant variant : Renamed.eachProperty(value)) {
                assertThat(schema.violations(variant.value()))
                        .as("%s with %s renamed", answer.schema(), variant.name())
                        .isNotEmpty();
            }
        }
    }

    private void gather(SandboxServer server, Caller caller) throws Exception {
        SandboxTeam team = server.teams().get(1);
        String user = caller.userIds(team, 1)[0];
        String chat = caller.created(user);
        String send = "v3/conversations/" + encode(chat) + "/activities";
        saw("token-response", caller.tokenAnswer(server.tenantId(), caller.goodForm()));
        saw("token-error", caller.tokenAnswer(server.tenantId(), caller.goodForm() + "&scope=x"));
        saw("token-error", caller.tokenAnswer("nobody.example", caller.goodForm()));
        saw("openid-metadata", caller.metadata(server.tenantDomain()));
        saw("token-error", caller.metadata("nobody.example"));
        saw("create-response", caller.create(user));
        saw("send-response", caller.message(chat, "Hello"));
        String activity = caller.sent(chat, "Hello");
        saw("send-response", caller.update(chat, activity, Caller.messageBody("Hello again")));
        assertThat(caller.delete(chat, activity).body()).isEmpty();
        saw("error-a", caller.delete(chat, activity));
        saw("error-a", caller.update(chat, activity, Caller.messageBody("Hello again")));
        saw("error-a", caller.delete(chat, server.userWrites(user, "Hello too")));
        for (CannedAnswer fault : List.of(
                CannedAnswer.unavailable(),
                CannedAnswer.serverError(),
                CannedAnswer.preconditionFailed(),
                CannedAnswer.badGateway(),
                CannedAnswer.throttledWithDate(Duration.ofSeconds(1)))) {
            server.answerOnce(request -> true, fault);
            saw("error-a", caller.message(chat, "Hello"));
        }
        saw("send-response-split", caller.post(send, "{\"type\":\"message\",\"text\":\"x\",\"attachments\":[{}]}"));
        saw("team", caller.team(team.id()));
        // All people of the tenant, so that each kind of member is among them.
        for (SandboxTeam each : server.teams()) {
            String token = null;
            do {
                HttpResponse<String> page = caller.members(each.id(), 500, token);
                saw("paged-members", page);
                JsonNode body = Caller.JSON.readTree(page.body());
                token = body.path("continuationToken").asText(null);
            } while (token != null);
        }
        saw("member", caller.member(team.id(), user));
        saw("paged-members", caller.members(chat, 50, null));
        saw("error-a", caller.create("29:1foreign"));
        saw("error-a", caller.create("nobody"));
        saw("error-a", caller.message("a:1foreign", "Hello"));
        saw("error-a", caller.message(chat, "x".repeat(60_000)));
        saw("error-a", caller.message(chat, ""));
        saw("error-a", caller.team("x"));
        saw("error-a", caller.team("19:unknown@thread.tacv2"));
        saw("error-a", caller.member(team.id(), "nobody@meridian.example"));
        saw("error-a", caller.get("v3/nothing"));
        saw("error-a", caller.post("v3/conversations", "x".repeat(300_000)));
        saw("error-b", caller.get("v3/conversations"));
        server.answerOnce(request -> true, CannedAnswer.unauthorized());
        saw("error-b", caller.get("v3/teams/x"));
        server.answerOnce(request -> true, CannedAnswer.throttled());
        saw("error-a", caller.get("v3/teams/x"));
        server.answerOnce(request -> true, CannedAnswer.writesBlocked());
        saw("error-c", caller.message(chat, "Hello"));
    }
}
