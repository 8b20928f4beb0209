package dev.rostrum.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rostrum.contract.Renamed;
import dev.rostrum.contract.SchemaCheck;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.http.RawServer;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request body, as it stood on the wire, against its schema, property by property. */
@Tag("locale")
class ContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {Rig.USER, "aaaaaaaa-0000-4000-8000-000000000001"})
    void aCreateFits(String userId) throws Exception {
        String body = writtenCreate(userId);
        SchemaCheck.assertFits("create-request", body);
        assertThat(names(body)).containsExactly("bot", "channelData", "isGroup", "members", "tenantId");
    }

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void aSendFits(TextFormat format) throws Exception {
        String body = writtenSend(new Message("Line one\n\n**two** \u201cthree\u201d \ud83d\ude00", format));
        SchemaCheck.assertFits("send-request", body);
        assertThat(names(body)).containsExactly("from", "text", "textFormat", "type");
    }

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void anUpdateFits(TextFormat format) throws Exception {
        RawServer.Request request = writtenUpdate(new Message("Now at **three**", format));
        assertThat(request.method()).isEqualTo("PUT");
        SchemaCheck.assertFits("update-request", request.body());
        assertThat(names(request.body())).containsExactly("from", "id", "text", "textFormat", "type");
        assertThat(JSON.readTree(request.body()).path("id").textValue()).isEqualTo("1772442904000");
        assertThat(JSON.readTree(request.body()).at("/from/id").textValue()).isEqualTo("28:" + Rig.APP);
    }

    @Test
    void aDeleteHasNoBody() throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(RawServer.answer(200, ""));
            rig.client.delete(rig.permit(), Rig.CHAT, "1772442904000");
            assertThat(rig.server.only().method()).isEqualTo("DELETE");
            assertThat(rig.server.only().body()).isEmpty();
        }
    }

    @Test
    void aRenamedPropertyIsNoticed() throws Exception {
        everyRenamingIsNoticed("create-request", writtenCreate(Rig.USER));
        everyRenamingIsNoticed("send-request", writtenSend(new Message("Hello", TextFormat.PLAIN)));
        everyRenamingIsNoticed(
                "update-request",
                writtenUpdate(new Message("Hello", TextFormat.PLAIN)).body());
    }

    private static void everyRenamingIsNoticed(String schema, String body) throws Exception {
        SchemaCheck check = SchemaCheck.named(schema);
        List<Renamed.Variant> variants = Renamed.eachProperty(JSON.readTree(body));
        assertThat(variants).isNotEmpty();
        for (Renamed.Variant variant : variants) {
            assertThat(check.violations(variant.value()))
                    .as("%s with another name for %s", schema, variant.name())
                    .isNotEmpty();
        }
    }

    private static String writtenCreate(String userId) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(RawServer.answer(201, "{\"id\":\"a:1x\"}"));
            rig.client.createConversation(rig.permit(), userId);
            return rig.server.only().body();
        }
    }

    private static String writtenSend(Message message) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(RawServer.answer(201, "{\"id\":\"1\"}"));
            rig.client.send(rig.permit(), Rig.CHAT, message);
            return rig.server.only().body();
        }
    }

    private static RawServer.Request writtenUpdate(Message message) throws Exception {
        try (Rig rig = new Rig()) {
            rig.server.otherwise(RawServer.answer(200, "{\"id\":\"1772442904000\"}"));
            rig.client.update(rig.permit(), Rig.CHAT, "1772442904000", message);
            return rig.server.only();
        }
    }

    private static TreeSet<String> names(String body) throws Exception {
        JsonNode root = JSON.readTree(body);
        TreeSet<String> names = new TreeSet<>();
        root.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
