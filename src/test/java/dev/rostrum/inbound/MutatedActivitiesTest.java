package dev.rostrum.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.EventAsk;
import dev.rostrum.domain.EventAsk.Written;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.OptOutWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Activities with bytes changed, cut, repeated and mixed, through the reader, the cache's changes and the kept form: an event or a
 * code, never anything else. {@code -Drostrum.mutations=N} sets how many (20,000), {@code -Drostrum.seed=S} repeats those of a run.
 */
@Tag("crash")
class MutatedActivitiesTest {
    private static final int MUTATIONS = Integer.getInteger("rostrum.mutations", 20_000);
    private static final long SEED = Long.getLong("rostrum.seed", System.currentTimeMillis());

    /** What a JSON reader has to tell apart, and what is long, deep or odd. */
    private static final List<byte[]> PIECES = List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    "\\",
                    ",",
                    ":",
                    "null",
                    "true",
                    "-1e999",
                    "0x1",
                    "\"\\ud83d\"",
                    "\\u0000",
                    "\u0000",
                    "\ufeff",
                    "{\"a\":".repeat(70),
                    "[".repeat(70),
                    "9".repeat(300),
                    "x".repeat(500),
                    "\"id\":{},",
                    "\"type\":\"mention\",",
                    "\"timestamp\":\"+999999999-12-31T23:59:59Z\",",
                    "\"aadObjectId\":\"00000000-0000-0000-0000-000000000000\",")
            .stream()
            .map(Activities::utf8)
            .toList();

    private final List<byte[]> originals =
            Activities.ALL.stream().map(Activities::bytes).toList();

    private static final OptOutWords STOP = InboundSettings.DEFAULT.words();

    private final List<ObjectNode> trees =
            Activities.ALL.stream().map(Activities::tree).toList();

    private final List<String> names = new ArrayList<>();
    private final List<JsonNode> values = new ArrayList<>();

    @BeforeEach
    void takeApart() {
        trees.forEach(this::takeApart);
    }

    private void takeApart(JsonNode node) {
        values.add(node);
        node.fieldNames().forEachRemaining(names::add);
        elements(node).forEach(this::takeApart);
    }

    private static List<JsonNode> elements(JsonNode node) {
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    @Test
    void noneIsAnUncaughtError() {
        Random random = new Random(SEED);
        int events = 0;
        int asked = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutated(random);
            try {
                InboundEvent event = ActivityReader.read(bytes);
                CacheChanges.of(event);
                for (boolean replies : new boolean[] {false, true}) {
                    KeptEvent kept = KeptEvent.of(event, STOP, replies);
                    KeptEvent back = EventJson.read(EventJson.write(kept));
                    List<EventAsk> asks = EventAsks.of(kept);
                    if (!CacheChanges.of(back.event()).equals(CacheChanges.of(event))
                            || !EventAsks.of(back).equals(asks)) {
                        throw new AssertionError("the kept form says something else");
                    }
                    if (!replies && asks.stream().anyMatch(Written.class::isInstance)) {
                        throw new AssertionError("a text is kept that must not be");
                    }
                    asked += asks.size();
                }
                events++;
            } catch (UnreadableActivity e) {
                // One of the two that may happen.
                assertThat(e.reason().code()).isNotEqualTo("event.content");
            } catch (RuntimeException | Error e) {
                throw new AssertionError("-Drostrum.seed=" + SEED + ", mutation " + i + ": " + printable(bytes), e);
            }
        }
        System.out.printf("%,d mutated activities, %,d of them events, seed %d%n", MUTATIONS, events, SEED);
        // Were all refused, the changes behind the reader would be tried by none.
        assertThat(events).isBetween(MUTATIONS / 20, MUTATIONS - MUTATIONS / 20);
        assertThat(asked).isGreaterThan(MUTATIONS / 100);
    }

    private byte[] mutated(Random random) {
        byte[] bytes = random.nextBoolean() ? rearranged(random) : originals.get(random.nextInt(originals.size()));
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, at + random.nextInt(40));
            byte[] piece =
                    switch (random.nextInt(5)) {
                        case 0 -> new byte[] {(byte) random.nextInt(256)};
                        case 1 -> new byte[0];
                        case 2 -> PIECES.get(random.nextInt(PIECES.size()));
                        case 3 -> part(originals.get(random.nextInt(originals.size())), random);
                        default -> part(bytes, random);
                    };
            bytes = spliced(bytes, at, to, piece);
        }
        return bytes;
    }

    /** An activity with things of others in places where they do not belong; JSON all the same. */
    private byte[] rearranged(Random random) {
        JsonNode root = trees.get(random.nextInt(trees.size())).deepCopy();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            JsonNode place = root;
            for (JsonNode inner = child(place, random);
                    inner.isContainerNode() && random.nextInt(3) > 0;
                    inner = child(place, random)) {
                place = inner;
            }
            JsonNode value = value(random);
            if (place instanceof ArrayNode array) {
                array.insert(random.nextInt(array.size() + 1), value);
            } else {
                ObjectNode object = (ObjectNode) place;
                String name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(3)) {
                    case 0 -> object.set(name, value);
                    case 1 -> object.set(name.toUpperCase(Locale.ROOT), value);
                    default -> object.remove(name);
                }
            }
        }
        return Activities.utf8(root.toString());
    }

    private static JsonNode child(JsonNode place, Random random) {
        int count = place.size();
        return count == 0 ? MissingNode.getInstance() : elements(place).get(random.nextInt(count));
    }

    private JsonNode value(Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(12)) {
            case 0 -> nodes.textNode("28:" + "x".repeat(random.nextInt(400)));
            case 1 -> nodes.textNode("29:" + (char) random.nextInt(0x10000));
            case 2 -> nodes.textNode("19:" + "t".repeat(random.nextInt(500)) + "@thread.tacv2");
            case 3 -> {
                ArrayNode many = nodes.arrayNode();
                for (int size = random.nextInt(20) > 0 ? 10 : 2_500; size > 0; size--) {
                    many.addObject();
                }
                yield many;
            }
            case 4 -> nodes.numberNode(random.nextLong());
            default -> values.get(random.nextInt(values.size())).deepCopy();
        };
    }

    private static byte[] part(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(200)));
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] all = new byte[from + piece.length + bytes.length - to];
        System.arraycopy(bytes, 0, all, 0, from);
        System.arraycopy(piece, 0, all, from, piece.length);
        System.arraycopy(bytes, to, all, from + piece.length, bytes.length - to);
        return all;
    }

    /** Bytes beyond ASCII are written as numbers. */
    private static String printable(byte[] bytes) {
        List<String> parts = new ArrayList<>();
        for (byte b : bytes) {
            parts.add(b >= 0x20 && b < 0x7f ? Character.toString((char) b) : String.format("<%02x>", b & 0xff));
        }
        return String.join("", parts);
    }
}
