package dev.rostrum.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("locale")
class SchemaCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GUID = "11111111-aaaa-4bbb-8ccc-222222222222";

    static Stream<Example> requests() {
        String bot = "\"28:99999999-9999-4999-8999-999999999999\"";
        String user = "29:1" + "Example-User_0".repeat(6);
        return Stream.of(
                new Example(
                        "create-request",
                        "{\"isGroup\":false,\"bot\":{\"id\":" + bot + ",\"name\":\"Bot\"},\"members\":[{\"id\":\""
                                + user
                                + "\",\"role\":\"user\",\"name\":\"Ada\"}],\"tenantId\":\"" + GUID
                                + "\",\"channelData\":{\"tenant\":{\"id\":\"" + GUID + "\"}}}"),
                new Example(
                        "send-request",
                        "{\"type\":\"message\",\"text\":\"Hello\",\"textFormat\":\"markdown\",\"summary\":\"Hi\",\"from\":{\"id\":"
                                + bot + ",\"name\":\"Bot\"},\"channelData\":{\"notification\":{\"alert\":true}}}"),
                new Example(
                        "update-request",
                        "{\"id\":\"1772442904000\",\"type\":\"message\",\"text\":\"Hello\",\"textFormat\":\"plain\",\"from\":{\"id\":"
                                + bot + "}}"));
    }

    static Stream<Example> answers() {
        return Stream.of(
                new Example("create-response", "{\"id\":\"a:1" + "Example-Chat_0".repeat(9) + "\"}"),
                new Example("send-response", "{\"id\":\"1772442904000\"}"),
                new Example(
                        "member",
                        "{\"id\":\"29:1" + "Example-User_0".repeat(6) + "\",\"objectId\":\"" + GUID
                                + "\",\"name\":\"Ada Example\",\"givenName\":\"Ada\",\"surname\":\"Example\",\"email\":null,"
                                + "\"userPrincipalName\":\"ada@x.example\",\"tenantId\":\"" + GUID
                                + "\",\"userRole\":\"user\"}"),
                new Example(
                        "error-a",
                        "{\"error\":{\"code\":\"BadSyntax\",\"message\":\"m\",\"innerHttpError\":{\"statusCode\":0,\"body\":{}}}}"),
                new Example("error-b", "{\"message\":\"Authorization has been denied for this request.\"}"),
                new Example(
                        "error-c",
                        "{\"errorCode\":209,\"message\":\"{\\\"subCode\\\":\\\"MessageWritesBlocked\\\",\\\"details\\\":\\\"Thread is blocked"
                                + " from message writes.\\\",\\\"errorCode\\\":null,\\\"errorSubCode\\\":null}\"}"));
    }

    static Stream<Example> examples() {
        return Stream.concat(requests(), answers());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleFits(Example example) {
        assertThat(SchemaCheck.named(example.schema()).violations(example.json()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anyRenamedPropertyIsFound(Example example) throws Exception {
        JsonNode value = JSON.readTree(example.json());
        SchemaCheck check = SchemaCheck.named(example.schema());
        List<Renamed.Variant> variants = Renamed.eachProperty(value);
        assertThat(variants).hasSizeGreaterThanOrEqualTo(value.size());
        for (Renamed.Variant variant : variants) {
            assertThat(check.violations(variant.value()))
                    .as("%s with %s renamed", example.schema(), variant.name())
                    .anyMatch(found -> found.endsWith(variant.name() + "X: unknown property"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send-response | {} | $.id: missing",
                "send-response | {\"id\":1772442904000} | $.id: is NUMBER",
                "send-response | {\"id\":\"x\"} | $.id: 'x' does not match",
                "send-response | {\"id\":\"1772442904000\",\"id\":\"1772442904000\"} | $: not JSON",
                "send-response | {\"id\":\"1772442904000\"} x | $: not JSON",
                "send-response | [] | $: is ARRAY",
                "send-response-split | {\"id\":\"1\"} | $.id: unknown property",
                "create-request | {\"isGroup\":true} | $.isGroup: is true, should be false",
                "create-request | {\"members\":[]} | $.members: 0.0 is under minItems 1",
                "send-request | {\"textFormat\":\"html\"} | $.textFormat: \"html\" is none of",
                "error-c | {\"errorCode\":209,\"message\":\"{\\\"sub\\\":1}\"} | $.message(as JSON).sub: unknown property",
                "error-c | {\"errorCode\":209,\"message\":\"plain\"} | $.message: the text is not JSON",
            })
    void namesWhatIsWrong(String schema, String json, String expected) {
        assertThat(SchemaCheck.named(schema).violations(json)).anyMatch(found -> found.startsWith(expected));
        assertThatThrownBy(() -> SchemaCheck.assertFits(schema, json))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(expected);
    }

    @Test
    void anEmptyTextFitsNoSchema() {
        assertThat(SchemaCheck.named("send-response-split").violations("")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"string\",\"patern\":\"x\"} | unknown keyword patern",
                "{\"type\":\"object\",\"properties\":{},\"required\":[]} | an object schema is closed",
                "{\"type\":\"object\",\"properties\":{},\"required\":[\"a\"],\"additionalProperties\":false} | requires the unknown",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"}} | an array schema has a limit",
                "{\"type\":\"text\"} | unknown type",
                "{} | says neither type nor const",
            })
    void refusesASchemaThatSaysLessThanItSeems(String schema, String expected) {
        assertThatThrownBy(() -> SchemaCheck.of(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    record Example(String schema, String json) {}
}
