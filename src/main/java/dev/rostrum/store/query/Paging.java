package dev.rostrum.store.query;

import java.util.List;
import java.util.function.Function;

/** The parts of SQL that the tables' questions share. Column names come from code, values always as arguments. */
final class Paging {
    private Paging() {}

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
}
