package dev.rostrum.roster;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * People whom a file names: an id or address a line, or a column of a table. What the names mean, and whether anybody has them, is not
 * asked here.
 */
public final class PeopleList {
    /** Names of one file at most. */
    public static final int MAX_NAMES = 200_000;

    /** Headings of columns that name people, without capital letters, blanks and hyphens; the first that is there counts. */
    private static final List<String> KNOWN = List.of(
            "userid",
            "aadid",
            "objectid",
            "entraobjectid",
            "azureadobjectid",
            "userprincipalname",
            "upn",
            "email",
            "emailaddress",
            "mail",
            "address",
            "user");

    private PeopleList() {}

    /**
     * Reads a file to its end.
     *
     * @param column the heading of the column, or null where it is one of the usual ones or the file has no others
     * @return each name once, in the order of the file
     * @throws Problem when it cannot be read, names nobody or too many, or has several columns and none of the usual ones
     */
    public static List<String> read(Path path, String column) {
        Reason name = Reason.file(path);
        TextEncoding encoding = TextEncoding.of(path);
        Charset charset = encoding.charset();
        if (charset == null) {
            throw Problem.wrongUse("import.list.encoding", name, encoding.line());
        }
        Set<String> names = new LinkedHashSet<>();
        try (TableFile table = TableFile.open(path, charset, header -> known(header, column))) {
            TableFile.Row first = table.next();
            int index = first == null ? 0 : index(first.cells(), column, name);
            // A list has no heading: its first line is a name too.
            TableFile.Row row = index < 0 ? first : first == null ? null : table.next();
            while (row != null) {
                List<String> cells = row.cells();
                int place = Math.max(0, index);
                if (place < cells.size() && !cells.get(place).isBlank()) {
                    names.add(cells.get(place).strip());
                }
                if (names.size() > MAX_NAMES) {
                    throw Problem.wrongUse("import.list.tooMany", name, MAX_NAMES);
                }
                row = table.next();
            }
        } catch (IOException e) {
            throw Problem.failed(e, "import.unreadable", name);
        }
        if (names.isEmpty()) {
            throw Problem.wrongUse("import.list.empty", name);
        }
        return new ArrayList<>(names);
    }

    private static int known(List<String> header, String column) {
        return (int) header.stream()
                .map(PeopleList::plain)
                .filter(each -> column == null ? KNOWN.contains(each) : each.equals(plain(column)))
                .count();
    }

    private static String plain(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    /** Where the names stand; -1 for a list without a heading. */
    private static int index(List<String> header, String column, Reason file) {
        List<String> plain = header.stream().map(PeopleList::plain).toList();
        if (column != null) {
            int index = plain.indexOf(plain(column));
            if (index < 0) {
                throw Problem.wrongUse("import.list.noColumn", file, column, String.join(", ", header));
            }
            return index;
        }
        for (String known : KNOWN) {
            if (plain.contains(known)) {
                return plain.indexOf(known);
            }
        }
        if (header.size() > 1) {
            throw Problem.wrongUse("import.list.columns", file, String.join(", ", header));
        }
        return -1;
    }
}
