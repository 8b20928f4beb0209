package dev.rostrum.roster;

import dev.rostrum.domain.Guid;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TrimmedId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table of people, or a list of Entra object ids, read row by row. Its columns are found by their names, without regard to case, blanks and underscores, in
 * any order; those of Company Communicator's user table are among them. Further columns are passed over, also the types that the
 * programs for Azure tables write beside each ({@code AadId@type}).
 */
final class KnownPeopleFile implements Closeable {
    /** What is taken from a row. */
    enum Field {
        USER_ID("UserId", Set.of("userid", "teamsuserid")),
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

        private static Optional<Field> of(String column) {
            String name = column.toLowerCase(Locale.ROOT).replaceAll("[\\s_'\"-]", "");
            return List.of(values()).stream()
                    .filter(f -> f.names.contains(name))
                    .findFirst();
        }
    }

    /**
     * A row as it stands in the file.
     *
     * @param whole whether it has no more values than the header has columns; else what stands where cannot be known
     */
    record Row(long line, boolean whole, Map<Field, String> values) {
        String of(Field field) {
            return values.getOrDefault(field, "");
        }
    }

    /** Of a file that knows people by object id alone: an id that another tenant gave out is nobody's in this one. */
    private static final List<Field> REQUIRED_BY_OBJECT_ID = List.of(Field.OBJECT_ID);

    private static final List<Field> REQUIRED =
            List.of(Field.USER_ID, Field.OBJECT_ID, Field.CONVERSATION_ID, Field.SERVICE_URL, Field.TENANT);

    private final TableFile table;
    private final String tenant;
    private TableFile.Row first;
    private final Map<Field, Integer> columns = new EnumMap<>(Field.class);
    private int width;

    private KnownPeopleFile(TableFile table, String tenant) {
        this.table = table;
        this.tenant = tenant;
    }

    /**
     * @param tenant of people in a file that names none
     * @throws Problem when it cannot be read or lacks a column
     */
    static KnownPeopleFile open(Path path, Charset charset, String tenant) throws IOException {
        TableFile table = TableFile.open(path, charset, header -> (int) header.stream()
                .flatMap(column -> Field.of(column).stream())
                .distinct()
                .count());
        try {
            KnownPeopleFile file = new KnownPeopleFile(table, tenant);
            file.header(Reason.file(path));
            return file;
        } catch (Problem e) {
            table.close();
            throw e;
        }
    }

    private void header(Reason name) {
        TableFile.Row header = table.next();
        if (header == null) {
            throw Problem.wrongUse("import.empty", name);
        }
        width = header.cells().size();
        if (width == 1 && Guid.is(TrimmedId.of(header.cells().get(0)).value())) {
            // A list has no heading: its first line is a person too.
            columns.put(Field.OBJECT_ID, 0);
            first = header;
            return;
        }
        Set<Field> twice = EnumSet.noneOf(Field.class);
        for (int i = 0; i < header.cells().size(); i++) {
            Optional<Field> field = Field.of(header.cells().get(i));
            if (field.isPresent() && columns.putIfAbsent(field.get(), i) != null) {
                twice.add(field.get());
            }
        }
        List<String> missing = new ArrayList<>();
        boolean byObjectId = columns.containsKey(Field.OBJECT_ID) && !columns.containsKey(Field.USER_ID);
        for (Field field : byObjectId ? REQUIRED_BY_OBJECT_ID : REQUIRED) {
            if (!columns.containsKey(field)) {
                missing.add(field.shown);
            }
        }
        if (!missing.isEmpty()) {
            throw Problem.wrongUse("import.lacks", name, missing.size(), String.join(", ", missing));
        }
        if (!twice.isEmpty()) {
            throw Problem.wrongUse("import.twoColumns", name, twice.iterator().next().shown);
        }
    }

    /**
     * The next row, or null at the end.
     *
     * @throws Problem when the rest cannot be read as a table
     */
    Row next() {
        TableFile.Row row = first == null ? table.next() : first;
        first = null;
        if (row == null) {
            return null;
        }
        Map<Field, String> values = new EnumMap<>(Field.class);
        columns.forEach((field, index) -> {
            if (index < row.cells().size()) {
                values.put(field, plain(row.cells().get(index)));
            }
        });
        if (!columns.containsKey(Field.TENANT)) {
            values.put(Field.TENANT, tenant);
        }
        boolean whole = row.cells().stream().skip(width).allMatch(String::isBlank);
        return new Row(row.line(), whole, values);
    }

    /** The cell without the apostrophe that keeps a spreadsheet from taking it for a formula. */
    private static String plain(String cell) {
        boolean kept = cell.length() > 1
                && cell.charAt(0) == '\''
                && "=+-@;\t\r\n \u00a0\ufeff\uff1d\uff0b\uff0d\uff20".indexOf(cell.charAt(1)) >= 0;
        return kept ? cell.substring(1) : cell;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
