package dev.rostrum.store.query;

import dev.rostrum.store.Database;
import dev.rostrum.store.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The parts of SQL that the tables' questions share. Column names come from code, values always as arguments. */
final class Paging {
    /** Rows that one statement asks about by name. */
    private static final int AT_ONCE = 500;

    private Paging() {}

    /** Of the tie-break: that of the last column. */
    static <C extends Enum<C>> String direction(List<Sort<C>> sort) {
        return sort.isEmpty() || sort.get(sort.size() - 1).ascending() ? "" : " DESC";
    }

    /** ORDER BY for the sort, empty values last, then the tie-break so that pages never overlap. */
    static <C extends Enum<C>> String orderBy(
            List<Sort<C>> sort, Function<C, String> column, String otherwise, String tieBreak) {
        StringBuilder order = new StringBuilder(" ORDER BY ");
        if (sort.isEmpty()) {
            order.append(otherwise).append(", ");
        }
        for (Sort<C> each : sort) {
            String name = column.apply(each.column());
            order.append(name).append(each.ascending() ? " ASC" : " DESC").append(" NULLS LAST, ");
        }
        return order.append(tieBreak).toString();
    }

    /**
     * Asks about a few rows of many, so many in one statement that it stays short.
     *
     * @param before the statement up to the list in brackets
     * @param arguments of what stands before
     * @param ids the rows, by what the list holds
     * @param read makes of a row what is told
     */
    static <T> Set<T> among(
            Database database,
            String before,
            List<Object> arguments,
            Collection<String> ids,
            Session.RowReader<T> read,
            Predicate<? super T> wanted) {
        List<String> all = List.copyOf(ids);
        Set<T> found = new LinkedHashSet<>();
        database.read(session -> {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<Object> now = new ArrayList<>(arguments);
                StringBuilder list = new StringBuilder("(");
                for (String id : all.subList(from, Math.min(all.size(), from + AT_ONCE))) {
                    now.add(id);
                    list.append(list.length() > 1 ? ", ?" : "?").append(now.size());
                }
                session.list(before + list.append(')'), read, now.toArray()).stream()
                        .filter(wanted)
                        .forEach(found::add);
            }
            return null;
        });
        return found;
    }
}
