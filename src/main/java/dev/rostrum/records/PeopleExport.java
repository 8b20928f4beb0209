package dev.rostrum.records;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.files.OutputFile;
import dev.rostrum.store.query.UserQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/** People as CSV, by name and row by row out of the data file; {@code list create} reads it again. */
public final class PeopleExport {
    private static final List<String> HEADER =
            List.of("name", "email", "userPrincipalName", "objectId", "userId", "kind");

    private final UserQuery users;

    public PeopleExport(UserQuery users) {
        this.users = users;
    }

    /**
     * Writes all whom the filter shows into a file.
     *
     * @return how many rows were written
     * @throws dev.rostrum.domain.Problem when the file cannot be written
     */
    public long write(PeopleFilter filter, OutputFile file) {
        return SafeCsv.write(file, HEADER, sink -> rows(filter, sink));
    }

    /** The same to a stream, which stays open. */
    public long print(PeopleFilter filter, OutputStream out) throws IOException {
        return SafeCsv.print(out, HEADER, sink -> rows(filter, sink));
    }

    private void rows(PeopleFilter filter, Consumer<List<String>> sink) {
        users.select(filter)
                .each(row -> sink.accept(List.of(
                        text(row.name()),
                        text(row.email()),
                        text(row.userPrincipalName()),
                        text(row.objectId()),
                        row.id(),
                        row.kind().name())));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
