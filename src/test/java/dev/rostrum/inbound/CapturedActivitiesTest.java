package dev.rostrum.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.Problem;
import dev.rostrum.inbound.CapturedActivities.NotTaken;
import dev.rostrum.inbound.CapturedActivities.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedActivitiesTest {
    private static final List<InboundEvent> EXPECTED = Activities.ALL.stream()
            .map(name -> ActivityReaderTest.read(Activities.tree(name)))
            .toList();

    private static final ObjectWriter PRETTY = Activities.JSON.writerWithDefaultPrettyPrinter();

    @TempDir
    Path folder;

    private final List<InboundEvent> events = new ArrayList<>();
    private final List<String> notTaken = new ArrayList<>();

    private Result read(byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("captured"), content);
        events.clear();
        notTaken.clear();
        Result result =
                CapturedActivities.read(file, (event, line) -> events.add(event), this::told, count -> {}, () -> false);
        assertThat(result).isEqualTo(new Result(events.size(), notTaken.size()));
        return result;
    }

    private void told(NotTaken each) {
        notTaken.add(each.line() + " " + each.reason().code());
    }

    private void read(String text) throws Exception {
        read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String name) {
        return Activities.tree(name).toString();
    }

    private static String all(String between) {
        return Activities.ALL.stream().map(CapturedActivitiesTest::line).collect(Collectors.joining(between));
    }

    private static String pretty(JsonNode tree) throws IOException {
        return PRETTY.writeValueAsString(tree);
    }

    @Test
    void inEveryShape() throws Exception {
        List<ObjectNode> trees = Activities.ALL.stream().map(Activities::tree).toList();
        StringBuilder spread = new StringBuilder();
        for (JsonNode tree : trees) {
            spread.append(pretty(tree)).append('\n');
        }
        List<String> shapes = List.of(
                all("\n"),
                all("\r\n") + "\r\n",
                all("\n\n \n"),
                all(""),
                "[" + all(",") + "]",
                " \n[\n" + all(",\n") + "\n]\n",
                all(",\n"),
                pretty(Activities.JSON.valueToTree(trees)),
                spread.toString(),
                spread.toString().replace("\n", "\r\n"),
                "[" + all("]\n[") + "]");
        for (String shape : shapes) {
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
                for (String mark : charset.equals(StandardCharsets.UTF_8) ? List.of("", "\ufeff") : List.of("")) {
                    read((mark + shape).getBytes(charset));
                    assertThat(notTaken).as(shape).isEmpty();
                    assertThat(events).as(shape).isEqualTo(EXPECTED);
                }
            }
        }
        read(("\ufeff" + shapes.get(0)).getBytes(StandardCharsets.UTF_16LE));
        assertThat(events).isEqualTo(EXPECTED);
    }

    @Test
    void oneActivity() throws Exception {
        for (String text : List.of(line("message-in-chat"), pretty(Activities.tree("message-in-chat")))) {
            read(text);
            assertThat(events).containsExactly(EXPECTED.get(10));
        }
    }

    @Test
    void lettersOfOtherLanguages() throws Exception {
        String text = line("message-in-chat").replace("Mia Brandt", "M\u00eda \u6797 \ud83d\ude00");
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
            read(text.getBytes(charset));
            assertThat(events.get(0).from().name()).isEqualTo("M\u00eda \u6797 \ud83d\ude00");
        }
        read(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(notTaken).containsExactly("1 event.notJson");
    }

    @Test
    void badLinesAreToldAndHideNothing() throws Exception {
        String good = line("message-in-chat");
        String cut = good.substring(0, good.indexOf("Brandt"));
        read(String.join(
                "\n",
                good,
                "not json {\"type\":\"message\"}",
                good,
                cut,
                good,
                cut,
                "neither",
                good.substring(0, good.indexOf("\"from\"")),
                good,
                good.substring(good.indexOf("\"conversation\"")),
                "{\"type\":}",
                "{\"no\":\"type\"}",
                "",
                good + " and more",
                "{\"type\":\"x\",\"v\":" + "[".repeat(70) + "]".repeat(70) + "}",
                "{\"type\":\"x\",\"v\":\"" + "x".repeat(ActivityReader.MAX_BYTES) + "\"}",
                good,
                "{\"type\":\"x\",\"v\":\"" + "x".repeat(ActivityReader.MAX_BYTES),
                good,
                "{"));
        assertThat(events).hasSize(7).containsOnly(EXPECTED.get(10));
        assertThat(notTaken)
                .containsExactly(
                        "2 event.notJson",
                        "4 event.notJson",
                        "6 event.notJson",
                        "7 event.notJson",
                        "8 event.notJson",
                        "10 event.notJson",
                        "11 event.notJson",
                        "12 event.noActivity",
                        "14 event.notJson",
                        "15 event.limits",
                        "16 event.tooLarge",
                        "18 event.tooLarge",
                        "20 event.notJson");
    }

    @Test
    void badElementsOfAnArray() throws Exception {
        String good = line("message-in-chat");
        read("[7,\"a{b\\\"{\"," + good + ",null,[" + good + "],{\"type\":1}," + good + "]");
        assertThat(events).hasSize(3);
        assertThat(notTaken)
                .as("told once a line, beside the object")
                .containsExactly("1 event.notJson", "1 event.noActivity");
    }

    /** Of a file that is spread over lines the next object begins as far left as the broken one, after a comma or in its own line. */
    @Test
    void aBrokenActivityOfSeveralLines() throws Exception {
        List<ObjectNode> trees = List.of(
                Activities.tree("message-with-mentions"),
                Activities.tree("message-with-mentions"),
                Activities.tree("message-in-chat"));
        String array = pretty(Activities.JSON.valueToTree(trees));
        List<String> lines = new ArrayList<>();
        for (ObjectNode tree : trees) {
            lines.add(pretty(tree).indent(2));
        }
        String indented = "[\n" + String.join(",\n", lines) + "]";
        for (String text : List.of(array, indented, String.join("", lines))) {
            int second = text.indexOf("\"mention\"", text.indexOf("clientInfo"));
            read(text.substring(0, second) + "\"men\n tion\"" + text.substring(second + 9));
            assertThat(events).as(text).containsExactly(EXPECTED.get(11), EXPECTED.get(10));
            assertThat(notTaken).hasSize(1);
            String end = "\"de-DE\"\n";
            int lacking = text.indexOf(end, second) + end.length();
            String unclosed =
                    text.substring(0, lacking) + text.substring(lacking).replaceFirst("}", "");
            read(unclosed);
            assertThat(events).as(unclosed).containsExactly(EXPECTED.get(11), EXPECTED.get(10));
            assertThat(notTaken).hasSize(1);
        }
    }

    @Test
    void whatHoldsNoActivity() throws Exception {
        for (String text : List.of("", " \n", "[]", "\ufeff", "[\n]\n")) {
            assertThat(read(text.getBytes(StandardCharsets.UTF_8))).as(text).isEqualTo(new Result(0, 0));
        }
        read(new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(events).isEmpty();
        read("<html>\n<p>{\"type\":\"message\"}</p>");
        assertThat(events).isEmpty();
        assertThat(notTaken).hasSize(2);
    }

    @Test
    void anyBytes() throws Exception {
        Random random = new Random(7);
        byte[] source = (all("\n") + "\n[" + all(",") + "]").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = source.clone();
            for (int changes = random.nextInt(20); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",\\\n \u0000x".charAt(random.nextInt(11));
            }
            read(bytes);
            assertThat(events.size() + notTaken.size())
                    .as("nothing is passed over in silence")
                    .isGreaterThan(8);
        }
    }

    @Test
    void tooMany() throws Exception {
        Path file = folder.resolve("many");
        byte[] chunk = "{\"type\":\"x\"}\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < CapturedActivities.MAX_ACTIVITIES / 1_000; i++) {
                out.write(chunk);
            }
        }
        List<Long> progress = new ArrayList<>();
        assertThat(CapturedActivities.read(file, (event, line) -> {}, this::told, progress::add, () -> false)
                        .read())
                .isEqualTo(CapturedActivities.MAX_ACTIVITIES);
        assertThat(progress).hasSize(1_000).startsWith(1_000L, 2_000L);
        Files.writeString(file, "nothing", StandardOpenOption.APPEND);
        assertThatThrownBy(
                        () -> CapturedActivities.read(file, (event, line) -> {}, this::told, count -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .hasMessage("event.tooMany");
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> CapturedActivities.read(
                        folder.resolve("none"), (event, line) -> {}, this::told, count -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .hasMessage("files.absent");
        assertThatThrownBy(() ->
                        CapturedActivities.read(folder, (event, line) -> {}, this::told, count -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .hasMessage("import.unreadable");
    }

    @Test
    void cancelled() throws Exception {
        Path file = Files.writeString(folder.resolve("some"), all("\n"));
        assertThatThrownBy(() -> CapturedActivities.read(
                        file, (event, line) -> events.add(event), this::told, count -> {}, () -> true))
                .isInstanceOf(InterruptedException.class);
        assertThat(events).isEmpty();
    }
}
