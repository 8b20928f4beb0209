package dev.rostrum.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which cached people: all that hold at once. With neither team nor list it is everybody in any roster, who has the bot by the word
 * of an event, and those whom only a file names.
 *
 * @param teamId people of this team, or null
 * @param joinedSince those who are in the team since then or later; without a team, in some team; or null
 * @param listId people of this list, also those who are in no team any more; or null
 * @param search words that all are found in name, email, UPN or ids; blank: none
 * @param kinds empty: all
 * @param contacts how they can be written to; empty: all
 * @param contactedSince those of whom Teams accepted a message at this moment or later, or null
 * @param notContactedSince those of whom Teams accepted no message at this moment or later, or null
 * @param sources who knows them, one of these at least; empty: all
 * @param doNotContact whether nothing is sent to them; null: either
 */
public record PeopleFilter(
        String teamId,
        Instant joinedSince,
        Long listId,
        String search,
        Set<UserKind> kinds,
        Set<Contact> contacts,
        Instant contactedSince,
        Instant notContactedSince,
        Set<Source> sources,
        Boolean doNotContact) {

    /** The 1:1 conversation under the ids that a person has now. */
    public enum Contact {
        NONE(null),
        CURRENT(ConversationState.CURRENT),
        UNCONFIRMED(ConversationState.UNCONFIRMED),
        INACTIVE(ConversationState.INACTIVE);

        /** All with a conversation, whatever it is good for. */
        public static final Set<Contact> ANY = Set.of(CURRENT, UNCONFIRMED, INACTIVE);

        private final ConversationState state;

        Contact(ConversationState state) {
            this.state = state;
        }

        /** The state of the conversation, or null where there is none. */
        public ConversationState state() {
            return state;
        }
    }

    /** Who says that there is such a person. */
    public enum Source {
        /** A team's roster. */
        ROSTER,
        /** An event that said they have the bot. */
        EVENT,
        /** A file or a list alone. */
        IMPORT
    }

    /** Everybody. */
    public static final PeopleFilter ALL = of(null, "");

    public PeopleFilter {
        search = search == null ? "" : search.strip();
        joinedSince = millis(joinedSince);
        contactedSince = millis(contactedSince);
        notContactedSince = millis(notContactedSince);
        kinds = Set.copyOf(kinds);
        contacts = Set.copyOf(contacts);
        sources = Set.copyOf(sources);
    }

    /** Times are kept to the millisecond. */
    private static Instant millis(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Either may be null. */
    public static PeopleFilter of(String teamId, String search) {
        return new PeopleFilter(teamId, null, null, search, Set.of(), Set.of(), null, null, Set.of(), null);
    }

    public static PeopleFilter ofList(long listId) {
        return ALL.inList(listId);
    }

    public PeopleFilter inTeam(String team) {
        return new PeopleFilter(
                team,
                joinedSince,
                listId,
                search,
                kinds,
                contacts,
                contactedSince,
                notContactedSince,
                sources,
                doNotContact);
    }

    public PeopleFilter joinedSince(Instant time) {
        return new PeopleFilter(
                teamId,
                time,
                listId,
                search,
                kinds,
                contacts,
                contactedSince,
                notContactedSince,
                sources,
                doNotContact);
    }

    public PeopleFilter inList(Long list) {
        return new PeopleFilter(
                teamId,
                joinedSince,
                list,
                search,
                kinds,
                contacts,
                contactedSince,
                notContactedSince,
                sources,
                doNotContact);
    }

    public PeopleFilter searching(String words) {
        return new PeopleFilter(
                teamId,
                joinedSince,
                listId,
                words,
                kinds,
                contacts,
                contactedSince,
                notContactedSince,
                sources,
                doNotContact);
    }

    public PeopleFilter ofKinds(Set<UserKind> some) {
        return new PeopleFilter(
                teamId,
                joinedSince,
                listId,
                search,
                some,
                contacts,
                contactedSince,
                notContactedSince,
                sources,
                doNotContact);
    }

    public PeopleFilter withContact(Set<Contact> some) {
        return new PeopleFilter(
                teamId,
                joinedSince,
                listId,
                search,
                kinds,
                some,
                contactedSince,
                notContactedSince,
                sources,
                doNotContact);
    }

    public PeopleFilter contactedSince(Instant time) {
        return new PeopleFilter(
                teamId, joinedSince, listId, search, kinds, contacts, time, notContactedSince, sources, doNotContact);
    }

    public PeopleFilter notContactedSince(Instant time) {
        return new PeopleFilter(
                teamId, joinedSince, listId, search, kinds, contacts, contactedSince, time, sources, doNotContact);
    }

    public PeopleFilter from(Set<Source> some) {
        return new PeopleFilter(
                teamId,
                joinedSince,
                listId,
                search,
                kinds,
                contacts,
                contactedSince,
                notContactedSince,
                some,
                doNotContact);
    }

    public PeopleFilter doNotContact(Boolean marked) {
        return new PeopleFilter(
                teamId,
                joinedSince,
                listId,
                search,
                kinds,
                contacts,
                contactedSince,
                notContactedSince,
                sources,
                marked);
    }

    /** Whether it leaves nobody out who is shown at all. */
    public boolean isEverybody() {
        return equals(ALL);
    }

    /** Conditions other than search, team and list: what stands as chips above a table. */
    public int conditions() {
        return (joinedSince == null ? 0 : 1)
                + (kinds.isEmpty() ? 0 : 1)
                + (contacts.isEmpty() ? 0 : 1)
                + (contactedSince == null ? 0 : 1)
                + (notContactedSince == null ? 0 : 1)
                + (sources.isEmpty() ? 0 : 1)
                + (doNotContact == null ? 0 : 1);
    }

    // ---------------------------------------------------------------- as it is kept

    /** As {@link #parse} reads it: a line for each condition, equal for equal filters. */
    public String stored() {
        List<String> lines = new ArrayList<>();
        line(lines, "team", teamId);
        line(lines, "joined", joinedSince);
        line(lines, "list", listId);
        line(lines, "search", search.isEmpty() ? null : search);
        line(lines, "kinds", names(kinds));
        line(lines, "contacts", names(contacts));
        line(lines, "contacted", contactedSince);
        line(lines, "notContacted", notContactedSince);
        line(lines, "sources", names(sources));
        line(lines, "doNotContact", doNotContact);
        return String.join("\n", lines);
    }

    private static void line(List<String> lines, String key, Object value) {
        if (value != null) {
            lines.add(key + "=" + value.toString().replace("\\", "\\\\").replace("\n", "\\n"));
        }
    }

    private static String names(Collection<? extends Enum<?>> some) {
        return some.isEmpty() ? null : some.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    }

    /**
     * A filter that {@link #stored} wrote.
     *
     * @throws IllegalArgumentException when it holds what this program does not know: without it, it would mean others
     */
    public static PeopleFilter parse(String stored) {
        Map<String, String> values = new HashMap<>();
        for (String line : stored.split("\n")) {
            int sign = line.indexOf('=');
            if (sign > 0) {
                values.put(line.substring(0, sign), unescaped(line.substring(sign + 1)));
            } else if (!line.isEmpty()) {
                throw new IllegalArgumentException("no condition: " + line);
            }
        }
        try {
            PeopleFilter filter = new PeopleFilter(
                    values.remove("team"),
                    value(values, "joined", Instant::parse),
                    value(values, "list", Long::valueOf),
                    values.remove("search"),
                    set(values, "kinds", UserKind::valueOf),
                    set(values, "contacts", Contact::valueOf),
                    value(values, "contacted", Instant::parse),
                    value(values, "notContacted", Instant::parse),
                    set(values, "sources", Source::valueOf),
                    value(values, "doNotContact", Boolean::valueOf));
            if (!values.isEmpty()) {
                throw new IllegalArgumentException("unknown conditions: " + values.keySet());
            }
            return filter;
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }

    private static String unescaped(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                plain.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static <T> T value(Map<String, String> values, String key, Function<String, T> read) {
        String value = values.remove(key);
        return value == null ? null : read.apply(value);
    }

    private static <T> Set<T> set(Map<String, String> values, String key, Function<String, T> read) {
        Set<T> set = new HashSet<>();
        String value = values.remove(key);
        if (value != null) {
            for (String name : value.split(",")) {
                set.add(read.apply(name));
            }
        }
        return set;
    }
}
