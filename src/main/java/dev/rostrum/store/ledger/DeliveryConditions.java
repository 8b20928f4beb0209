package dev.rostrum.store.ledger;

import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.store.SearchWords;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Conditions in SQL that tables and plans share: what the admin sees is what a resend takes. For this package and
 * {@code store.query} only. Values go in as numbered arguments.
 */
public final class DeliveryConditions {
    /** Ids are found by any entry of the person, also those that are out of use; a word is looked for where it looks like one. */
    private static final String BY_ID = "((:word GLOB '29:*' OR :word GLOB '????????-????-????-????-????????????')"
            + " AND EXISTS (SELECT 1 FROM user o CROSS JOIN user e ON e.person = o.person"
            + " WHERE o.id = d.user AND instr(e.folded, :word) > 0))";

    private DeliveryConditions() {}

    /**
     * Conditions on a table named {@code d}, each behind an AND.
     *
     * @param choice whose states do not count, and whose search is part of name, email or code
     * @param states empty: all
     */
    public static String matching(DeliveryChoice choice, Set<DeliveryState> states, List<Object> arguments) {
        StringBuilder conditions = new StringBuilder();
        if (!states.isEmpty()) {
            conditions.append(states.stream()
                    .map(state -> "'" + state.name() + "'")
                    .sorted()
                    .collect(Collectors.joining(", ", " AND d.state IN (", ")")));
        }
        if (choice.code() != null) {
            arguments.add(choice.code());
            conditions.append(" AND d.code = ?").append(arguments.size());
        }
        if (choice.reason() != null) {
            arguments.add(choice.reason());
            conditions.append(" AND d.reason = ?").append(arguments.size());
        }
        if (!choice.deliveryIds().isEmpty()) {
            arguments.add(choice.deliveryIds().stream()
                    .sorted()
                    .map(String::valueOf)
                    .collect(Collectors.joining(",", "[", "]")));
            conditions
                    .append(" AND d.id IN (SELECT value FROM json_each(?")
                    .append(arguments.size())
                    .append("))");
        }
        conditions.append(SearchWords.containing(
                SearchWords.of(choice.search()),
                "instr(d.folded, :word) > 0 OR instr(lower(coalesce(d.code, '')), :word) > 0 OR " + BY_ID,
                arguments));
        return conditions.toString();
    }

    /**
     * SQL: of rows of one person in one job, as there are where two people turned out to be one, the one of the greatest weight says
     * what became of the person. What may have arrived goes before what did not.
     */
    public static String weight(String delivery) {
        return "CASE " + delivery + ".state WHEN 'SENT' THEN 2 WHEN 'IN_DOUBT' THEN 1 ELSE 0 END";
    }
}
