package dev.rostrum.inbound;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads what is signed, or what signatures are checked with: a name that stands twice could be read in two ways. */
final class StrictJson {
    private static final int MAX_DEPTH = 16;
    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private StrictJson() {}

    /** @throws IOException without a word of what was read, for anything but one object */
    static JsonNode object(byte[] json) throws IOException {
        JsonNode read;
        try {
            read = READER.readTree(json);
        } catch (IOException e) {
            throw new IOException("unreadable JSON");
        }
        if (!read.isObject()) {
            throw new IOException("no JSON object");
        }
        return read;
    }

    /** The text of that name, or null where there is none or it is blank. */
    static String text(JsonNode object, String name) {
        String text = object.path(name).textValue();
        return text == null || text.isBlank() ? null : text;
    }
}
