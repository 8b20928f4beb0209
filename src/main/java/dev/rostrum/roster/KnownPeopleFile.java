package dev.rostrum.roster;

import dev.rostrum.domain.Problem;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file of people, read row by row. Its columns are found by their names, without regard to case, blanks and
 * underscores, in any order; those of Company Communicator's user table are among them. Further columns are passed over.
 */
final class KnownPeopleFile implements Closeable {
    /** What is taken from a row. */
    enum Field {
        USER_ID("userId", Set.of("userid", "teamsuserid")),
        OBJECT_ID("AadId", Set.of("aadid", "aadobjectid", "objectid", "entraobjectid")),
        CONVERSATION_ID("ConversationId", Set.of("conversationid")),
        SERVICE_URL("ServiceUrl", Set.of("serviceurl")),
        TENANT("TenantId", Set.of("tenantid", "tenant")),
        NAME("Name", Set.of("name", "displayname")),
        EMAIL("Email", Set.of("email", "mail")),
        UPN("Upn", Set.of("upn", "userprincipalname")),
        KIND("UserType", Set.of("usertype", "kind"));

        private final String shown;
        private final Set<String> names;

        Field(String shown, Set<String> names) {
            this.shown = shown;
            this.names = names;
        }
    }

    /** A row as it stands in the file. */
    record Row(long line, Map<Field, String> values) {
        String of(Field field) {
            return values.getOrDefault(field, "");
        }
    }

    private static final List<Field> REQUIRED =
            List.of(Field.USER_ID, Field.OBJECT_ID, Field.CONVERSATION_ID, Field.SERVICE_URL, Field.TENANT);

    /** More than any row has; a quote that is never closed would take in all the rest of the file. */
    private static final int MAX_ROW_CHARACTERS = 128 * 1024;

    private static final int MAX_HEADER_CHARACTERS = 16 * 1024;

    private final RowReader reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Map<Field, Integer> columns = new EnumMap<>(Field.class);

    private KnownPeopleFile(RowReader reader, CSVParser parser) {
        this.reader = reader;
        this.parser = parser;
        this.records = parser.iterator();
    }

    /** @throws Problem when it cannot be read or lacks a column */
    static KnownPeopleFile open(Path path) {
        Reader text = null;
        try {
            text = new BufferedReader(new InputStreamReader(
                    Files.newInputStream(path),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
            char delimiter = delimiter(text);
            RowReader reader = new RowReader(text);
            KnownPeopleFile file = new KnownPeopleFile(
                    reader,
                    CSVFormat.RFC4180
                            .builder()
                            .setDelimiter(delimiter)
                            .setIgnoreEmptyLines(true)
                            .get()
                            .parse(reader));
            file.header(path);
            return file;
        } catch (IOException | UncheckedIOException | Problem e) {
            close(text);
            throw e instanceof Problem problem ? problem : trouble(path, 1, e);
        }
    }

    private static void close(Reader text) {
        if (text != null) {
            try {
                text.close();
            } catch (IOException e) {
                // It was only read.
                return;
            }
        }
    }

    /** A spreadsheet of a language whose numbers have commas writes semicolons. */
    private static char delimiter(Reader text) throws IOException {
        text.mark(MAX_HEADER_CHARACTERS);
        StringBuilder line = new StringBuilder();
        int c = text.read();
        while (c >= 0 && c != '\n' && c != '\r' && line.length() < MAX_HEADER_CHARACTERS - 1) {
            line.append((char) c);
            c = text.read();
        }
        text.reset();
        if (line.length() > 0 && line.charAt(0) == '\ufeff') {
            // The byte order mark.
            text.skip(1);
        }
        String header = line.toString();
        return header.indexOf(',') >= 0 ? ',' : header.indexOf(';') >= 0 ? ';' : header.indexOf('\t') >= 0 ? '\t' : ',';
    }

    private void header(Path path) {
        if (!records.hasNext()) {
            throw Problem.wrongUse("The file " + path.getFileName() + " is empty. Export the user table again.");
        }
        CSVRecord header = records.next();
        Set<Field> twice = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).toLowerCase(Locale.ROOT).replaceAll("[\\s_'\"-]", "");
            for (Field field : Field.values()) {
                if (field.names.contains(name) && columns.putIfAbsent(field, i) != null) {
                    twice.add(field);
                }
            }
        }
        List<String> missing = new ArrayList<>();
        for (Field field : REQUIRED) {
            if (!columns.containsKey(field)) {
                missing.add(field.shown);
            }
        }
        if (!missing.isEmpty()) {
            throw Problem.wrongUse(
                    "The file " + path.getFileName() + " lacks the column" + (missing.size() == 1 ? " " : "s ")
                            + String.join(", ", missing)
                            + ". Its first line names the columns, as in Company Communicator's user table: AadId, UserId,"
                            + " ConversationId, ServiceUrl, TenantId.");
        }
        if (!twice.isEmpty()) {
            throw Problem.wrongUse("The file " + path.getFileName() + " has two columns "
                    + twice.iterator().next().shown + ". Leave one of them out.");
        }
    }

    /**
     * The next row, or null at the end.
     *
     * @throws Problem when the rest cannot be read as CSV
     */
    Row next(Path path) {
        reader.newRow();
        long line = parser.getCurrentLineNumber() + 1;
        try {
            if (!records.hasNext()) {
                return null;
            }
            CSVRecord record = records.next();
            Map<Field, String> values = new EnumMap<>(Field.class);
            columns.forEach((field, index) -> {
                if (index < record.size()) {
                    values.put(field, plain(record.get(index)));
                }
            });
            return new Row(line, values);
        } catch (UncheckedIOException | IllegalStateException e) {
            throw trouble(path, line, e);
        }
    }

    /** Without the apostrophe that keeps a spreadsheet from taking a cell for a formula. */
    private static String plain(String cell) {
        boolean kept = cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@\t\r\n \u00a0".indexOf(cell.charAt(1)) >= 0;
        return kept ? cell.substring(1) : cell;
    }

    private static Problem trouble(Path path, long line, Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        String name = "The file " + path.getFileName();
        if (cause instanceof NoSuchFileException) {
            return Problem.wrongUse("There is no file " + path + ". Check the path.");
        }
        if (cause instanceof CharacterCodingException) {
            return Problem.wrongUse(
                    name + " is not UTF-8 text near line " + line + ". Save it as CSV UTF-8 and try again.");
        }
        if (cause instanceof RowTooLong) {
            return Problem.wrongUse(name + " has no end of row after line " + line
                    + ". A quote there may not be closed. Mend that line and import again.");
        }
        if (e instanceof UncheckedIOException || e instanceof IllegalStateException) {
            return Problem.wrongUse(
                    name + " cannot be read as CSV at line " + line + ". Mend that line and import again.");
        }
        return Problem.failed(cause, name + " cannot be read. Check that it is a file and that you may read it.");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private static final class RowTooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Gives up where a row has no end. */
    private static final class RowReader extends FilterReader {
        private long left = MAX_ROW_CHARACTERS;

        RowReader(Reader in) {
            super(in);
        }

        void newRow() {
            left = MAX_ROW_CHARACTERS;
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            spend(c < 0 ? 0 : 1);
            return c;
        }

        @Override
        public int read(char[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            spend(Math.max(0, read));
            return read;
        }

        private void spend(int characters) throws IOException {
            left -= characters;
            if (left < 0) {
                throw new RowTooLong();
            }
        }
    }
}
