package dev.rostrum.records;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rostrum.domain.IsoTime;
import dev.rostrum.domain.Problem;
import dev.rostrum.files.OutputFile;
import dev.rostrum.store.query.PersonRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Everything that is kept about people, in one file of JSON: an object for each, whose sections are lists of rows. */
public final class PersonExport {
    private final PersonRecords records;
    private final Exports exports;
    private final Clock clock;
    private final ZoneId zone;

    public PersonExport(PersonRecords records, Exports exports, Clock clock, ZoneId zone) {
        this.records = records;
        this.exports = exports;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Writes a file.
     *
     * @param ids any id of each person
     * @throws Problem when one is not known, or the file cannot be written; there is no file then
     */
    public void write(List<String> ids, OutputFile file) {
        long only = file.write(out -> print(ids, out));
        exports.note(ids.size() == 1 ? Exports.Kind.PERSON : Exports.Kind.PEOPLE, file.path(), only);
    }

    /**
     * Writes to a stream, which stays open.
     *
     * @return the person's number where it is one, else 0
     * @throws Problem when one is not known
     */
    public long print(List<String> ids, OutputStream out) throws IOException {
        long only = 0;
        // It is not closed: whoever opened the stream ends it.
        JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.useDefaultPrettyPrinter();
        try {
            json.writeStartObject();
            json.writeStringField("exportedAt", IsoTime.of(clock.instant(), zone));
            json.writeArrayFieldStart("people");
            for (String id : ids) {
                json.writeStartObject();
                Sections sections = new Sections(json);
                long number = records.read(id, sections).orElseThrow(() -> Problem.wrongUse("person.unknown", id));
                only = ids.size() == 1 ? number : 0;
                sections.end();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        json.writeRaw('\n');
        json.flush();
        return only;
    }

    private final class Sections implements PersonRecords.Sink {
        private final JsonGenerator json;
        private boolean open;

        Sections(JsonGenerator json) {
            this.json = json;
        }

        @Override
        public void section(String name) {
            try {
                end();
                json.writeArrayFieldStart(name);
                open = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws IOException {
            if (open) {
                json.writeEndArray();
                open = false;
            }
        }

        @Override
        public void row(Map<String, Object> values) {
            try {
                json.writeStartObject();
                for (Map.Entry<String, Object> each : values.entrySet()) {
                    json.writeFieldName(each.getKey());
                    Object value = each.getValue();
                    if (value instanceof Instant at) {
                        json.writeString(IsoTime.of(at, zone));
                    } else {
                        json.writePOJO(value);
                    }
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
