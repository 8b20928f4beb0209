package dev.rostrum.roster;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TrimmedId;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** "Anna Berg <anna@contoso.com>", as mail programs copy it. */
    private static final Pattern NAMED_ADDRESS = Pattern.compile("[^<>]*<([^<>\\s]+)>");

    /** @param line where it stands, from 1; 0 where it stands in no list */
    public record Named(long line, String name) {}

    private PeopleList() {}

    /** The names of a text, each with its line; a line may hold several behind semicolons, as mail programs copy them. */
    public static List<Named> pasted(String text) {
        List<Named> all = new ArrayList<>();
        int line = 0;
        for (String each : text.lines().toList()) {
            line++;
            for (String part : each.split(";")) {
                Matcher address = NAMED_ADDRESS.matcher(part.strip());
                String name = TrimmedId.of(address.matches() ? address.group(1) : part)
                        .value();
                if (!name.isEmpty()) {
                    all.add(new Named(line, name));
                }
            }
        }
        return all;
    }

    /**
     * Reads a file to its end.
     *
     * @param column the heading of the column, or null where it is one of the usual ones or the file has no others
     * @return each name once, in the order of the file
     * @throws Problem when it cannot be read, names nobody or too many, or has several columns and none of the usual ones
     */
    public static List<String> read(Path path, String column) {
        return rows(path, column).stream().map(Named::name).toList();
    }

    /** As {@link #read}, each with the line where it stands first. */
    public static List<Named> rows(Path path, String column) {
        Reason name = Reason.file(path);
        TextEncoding encoding = TextEncoding.of(path);
        Charset charset = encoding.charset();
        if (charset == null) {
            throw Problem.wrongUse("import.list.encoding", name, encoding.line());
        }
        Map<String, Long> names = new LinkedHashMap<>();
        try (TableFile table = TableFile.open(path, charset, header -> known(header, column))) {
            TableFile.Row first = table.next();
            int index = first == null ? 0 : index(first.cells(), column, name);
            // A list has no heading: its first line is a name too.
            TableFile.Row row = index < 0 ? first : first == null ? null : table.next();
            while (row != null) {
                List<String> cells = row.cells();
                int place = Math.max(0, index);
                if (place < cells.size() && !cells.get(place).isBlank()) {
                    names.putIfAbsent(cells.get(place).strip(), row.line());
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
        List<Named> all = new ArrayList<>(names.size());
        names.forEach((each, line) -> all.add(new Named(line, each)));
        return all;
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
