package dev.rostrum.store.people;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.PeopleFilter.Source;
import dev.rostrum.store.PeopleIndex;
import dev.rostrum.store.SearchWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A filter of people as conditions in SQL, each behind an AND, on a person {@code p} and the entry {@code u} whose ids are theirs now
 * ({@code p.entry = u.id}). Tables and plans share them: what the admin sees is whom a rule takes. For packages of the store only.
 */
public final class PeopleConditions {
    /** People, each by the entry whose ids are theirs now. */
    public static final String FROM = " FROM user u CROSS JOIN person p ON p.id = u.person WHERE p.entry = u.id";

    /** When Teams last accepted a message to a person {@code p}: nearly everybody has one entry. */
    public static final String LAST_ACCEPTED = "(SELECT max(k.last_accepted_at) FROM user e"
            + " CROSS JOIN conversation k ON k.user = e.id WHERE e.person = p.id)";

    private PeopleConditions() {}

    /** All conditions of the filter, the search too. */
    public static String matching(PeopleFilter filter, List<Object> arguments) {
        return besidesSearch(filter, arguments) + search(filter, arguments);
    }

    /** The words of the filter's search, each looked for in the text of every person. An id that is out of use is found too. */
    public static String search(PeopleFilter filter, List<Object> arguments) {
        return PeopleIndex.condition(SearchWords.of(filter.search()), arguments);
    }

    /** All conditions but the search. */
    public static String besidesSearch(PeopleFilter filter, List<Object> arguments) {
        String shown = filter.sources().isEmpty() && filter.teamId() == null && filter.listId() == null
                // Those who left every roster stay cached, but are not shown.
                ? " AND " + knownFrom(List.of(Source.values()))
                : "";
        return shown + alone(filter, arguments);
    }

    /** What the filter asks for, without the condition that somebody is shown at all. */
    public static String alone(PeopleFilter filter, List<Object> arguments) {
        StringBuilder conditions = new StringBuilder();
        String team = "";
        if (filter.teamId() != null) {
            team = " AND m.team = (SELECT id FROM team WHERE team_id = " + number(filter.teamId(), arguments) + ")";
            conditions.append(" AND ").append(memberOf(team));
        }
        if (filter.listId() != null) {
            conditions
                    .append(" AND EXISTS (SELECT 1 FROM people_list_member l WHERE l.list = ")
                    .append(number(filter.listId(), arguments))
                    .append(" AND l.person = p.id)");
        }
        if (!filter.sources().isEmpty()) {
            conditions.append(" AND ").append(knownFrom(filter.sources()));
        }
        if (filter.joinedSince() != null) {
            conditions.append(" AND ").append(joined(team, filter.joinedSince(), arguments));
        }
        if (!filter.kinds().isEmpty()) {
            conditions.append(" AND u.kind IN (").append(quoted(filter.kinds())).append(')');
        }
        if (!filter.contacts().isEmpty()) {
            conditions.append(" AND ").append(contact(filter.contacts()));
        }
        if (filter.contactedSince() != null) {
            conditions.append(" AND " + LAST_ACCEPTED + " >= ").append(number(filter.contactedSince(), arguments));
        }
        if (filter.notContactedSince() != null) {
            conditions
                    .append(" AND coalesce(" + LAST_ACCEPTED + ", 0) < ")
                    .append(number(filter.notContactedSince(), arguments));
        }
        if (filter.doNotContact() != null) {
            conditions
                    .append(filter.doNotContact() ? " AND" : " AND NOT")
                    .append(" EXISTS (SELECT 1 FROM opt_out o WHERE o.person = p.id)");
        }
        return conditions.toString();
    }

    private static String number(Object argument, List<Object> arguments) {
        arguments.add(argument);
        return "?" + arguments.size();
    }

    private static String quoted(Collection<? extends Enum<?>> names) {
        return names.stream().map(each -> "'" + each.name() + "'").sorted().collect(Collectors.joining(", "));
    }

    /** The person's own entry is looked for first: it is the only one of nearly everybody. */
    private static String memberOf(String team) {
        return "(EXISTS (SELECT 1 FROM membership m WHERE m.user = u.id" + team + ") OR EXISTS (SELECT 1 FROM user e"
                + " CROSS JOIN membership m ON m.user = e.id" + team + " WHERE e.person = p.id))";
    }

    /** Somebody who is in a team under an earlier id too is there since the first of the two. */
    private static String joined(String team, Instant since, List<Object> arguments) {
        return "EXISTS (SELECT 1 FROM user e CROSS JOIN membership m ON m.user = e.id" + team
                + " WHERE e.person = p.id GROUP BY m.team HAVING min(m.since) >= " + number(since, arguments) + ")";
    }

    private static String knownFrom(Collection<Source> sources) {
        return sources.stream()
                .sorted()
                .map(source -> switch (source) {
                    case ROSTER -> memberOf("");
                    case EVENT ->
                        "EXISTS (SELECT 1 FROM event_user n WHERE n.user = u.id AND n.aspect = 'INSTALLED' AND n.value = 1)";
                    case IMPORT -> "EXISTS (SELECT 1 FROM unverified v WHERE v.user = u.id)";
                })
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private static String contact(Collection<Contact> contacts) {
        List<String> any = new ArrayList<>();
        List<String> states = new ArrayList<>();
        for (Contact contact : contacts.stream().sorted().toList()) {
            switch (contact) {
                case NONE -> any.add("NOT EXISTS (SELECT 1 FROM conversation k WHERE k.user = u.id)");
                case CURRENT -> states.add("k.inactive_at IS NULL AND " + ConversationStore.usable("k"));
                case UNCONFIRMED -> states.add("k.inactive_at IS NULL AND NOT " + ConversationStore.usable("k"));
                case INACTIVE -> states.add("k.inactive_at IS NOT NULL");
                default -> throw new IllegalStateException("unknown: " + contact);
            }
        }
        if (!states.isEmpty()) {
            any.add("EXISTS (SELECT 1 FROM conversation k WHERE k.user = u.id"
                    + (states.size() == Contact.ANY.size() ? "" : " AND (" + String.join(" OR ", states) + ")") + ")");
        }
        return "(" + String.join(" OR ", any) + ")";
    }
}
