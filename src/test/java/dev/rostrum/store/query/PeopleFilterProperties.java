package dev.rostrum.store.query;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static dev.rostrum.store.StoreFixture.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.PeopleFilter.Source;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.TextKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random people under random filters: SQL shows whom a plain loop over what was written shows. */
@Tag("storage")
class PeopleFilterProperties {
    private static final int PEOPLE = 150;
    private static final String[] NAMES = {"Ada Łoś", "Zoë Straße", "Иван Петров", "山田 太郎", "Bob", "ZOE twice"};
    private static final String[] TEAMS = {"19:a", "19:b", "19:c"};

    /** Everything that a filter asks of a person, in the words of the one who wrote it down. */
    private static final class Known {
        private String entry;
        private String text;
        private final List<String> ids = new ArrayList<>();
        private UserKind kind;
        private final Map<String, Instant> teams = new HashMap<>();
        private final Set<Long> lists = new TreeSet<>();
        private Contact contact = Contact.NONE;
        private Instant accepted;
        private boolean event;
        private boolean imported;
        private boolean marked;

        /** By part of name or address, by the beginning of a word of them where it is short, or by an end of an id. */
        boolean found(String word) {
            if (word.isEmpty()) {
                return true;
            }
            boolean asId = word.startsWith("29:") || word.matches("(?=.*[0-9])[a-z0-9_-]{4,}");
            if (asId
                    && ids.stream()
                            .anyMatch(id ->
                                    id.startsWith(word) || id.substring(3).startsWith(word) || id.endsWith(word))) {
                return true;
            }
            return word.length() < 3 && word.codePointAt(0) < 0x3000
                    ? Arrays.stream(text.split("[\\s-]+")).anyMatch(one -> one.startsWith(word))
                    : text.contains(word);
        }
    }

    private static final List<Known> ALL = new ArrayList<>();

    private static Path folder;
    private static Database database;

    @BeforeContainer
    static void fill() throws IOException {
        folder = Files.createTempDirectory("filters");
        database = StoreFixture.open(folder.resolve("x.db"));
        Random random = new Random(17);
        for (long list = 1; list <= 2; list++) {
            change(
                    database,
                    "INSERT INTO people_list (id, name, name_key, sort_key, created_at, changed_at) VALUES (?1, ?2, ?2, x'', 0, 0)",
                    list,
                    "list " + list);
        }
        Map<String, List<User>> rosters = new HashMap<>();
        List<String[]> entries = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            Known known = new Known();
            known.kind = UserKind.values()[random.nextInt(UserKind.values().length)];
            String name = NAMES[random.nextInt(NAMES.length)];
            String objectId = random.nextInt(4) == 0 ? null : StoreFixture.objectId("o" + i);
            // Some have an earlier id, in the team that all were in at first.
            int ids = objectId != null && random.nextInt(4) == 0 ? 2 : 1;
            List<String> folded = new ArrayList<>();
            for (int n = 1; n <= ids; n++) {
                String id = "29:p" + i + "x" + n;
                User user = new User(id, objectId, name, null, null, "p" + i + "@x.com", null, "t", known.kind);
                rosters.computeIfAbsent(n < ids ? "19:old" : "19:now", team -> new ArrayList<>())
                        .add(user);
                entries.add(new String[] {id, Integer.toString(i)});
                known.entry = id;
                folded.add(id);
            }
            known.text = TextKeys.fold(name) + "\np" + i + "@x.com";
            known.ids.addAll(folded);
            if (objectId != null) {
                known.ids.add(objectId);
            }
            ALL.add(known);
        }
        StoreFixture.roster(database, "19:old", T0, rosters.get("19:old"));
        StoreFixture.roster(database, "19:now", at(1), rosters.get("19:now"));
        change(database, "DELETE FROM roster_member");
        for (String team : TEAMS) {
            StoreFixture.roster(database, team, at(2), List.of());
        }
        for (String[] each : entries) {
            Known known = ALL.get(Integer.parseInt(each[1]));
            scatter(random, known, each[0]);
        }
    }

    private static void scatter(Random random, Known known, String id) {
        boolean current = id.equals(known.entry);
        for (String team : TEAMS) {
            if (random.nextInt(4) == 0) {
                Instant since = at(random.nextInt(10));
                change(
                        database,
                        "INSERT INTO roster_member (roster, user, since) SELECT t.roster, u.id, ?1 FROM team t, user u"
                                + " WHERE t.team_id = ?2 AND u.user_id = ?3",
                        since,
                        team,
                        id);
                known.teams.merge(team, since, (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        if (random.nextInt(2) == 0) {
            boolean imported = random.nextBoolean();
            Instant accepted = random.nextBoolean() ? at(random.nextInt(10)) : null;
            boolean inactive = random.nextInt(3) == 0;
            change(
                    database,
                    "INSERT INTO conversation (user, conversation_id, origin, created_at, last_accepted_at, inactive_at)"
                            + " SELECT id, 'a:' || id, ?1, 0, ?2, ?3 FROM user WHERE user_id = ?4",
                    imported ? "IMPORT" : "CREATED",
                    accepted,
                    inactive ? at(3) : null,
                    id);
            if (accepted != null && (known.accepted == null || accepted.isAfter(known.accepted))) {
                known.accepted = accepted;
            }
            if (current) {
                known.contact = inactive
                        ? Contact.INACTIVE
                        : imported && accepted == null ? Contact.UNCONFIRMED : Contact.CURRENT;
            }
        }
        if (!current) {
            return;
        }
        if (random.nextInt(4) == 0) {
            known.imported = known.teams.isEmpty() || random.nextBoolean();
        }
        if (known.imported) {
            change(database, "INSERT INTO unverified (user, imported_at) SELECT id, 0 FROM user WHERE user_id = ?", id);
        }
        if (random.nextInt(4) == 0) {
            known.event = random.nextBoolean();
            change(
                    database,
                    "INSERT INTO event_user (user, aspect, at, rank, value) SELECT id, 'INSTALLED', 0, 0, ?"
                            + " FROM user WHERE user_id = ?",
                    known.event,
                    id);
        }
        if (random.nextInt(4) == 0) {
            known.marked = true;
            change(
                    database,
                    "INSERT INTO opt_out (person, asker, at) SELECT person, 'ADMIN', 0 FROM user WHERE user_id = ?",
                    id);
        }
        for (long list = 1; list <= 2; list++) {
            if (random.nextInt(3) == 0) {
                known.lists.add(list);
                change(
                        database,
                        "INSERT INTO people_list_member (list, person) SELECT ?, person FROM user WHERE user_id = ?",
                        list,
                        id);
            }
        }
    }

    @AfterContainer
    static void close() throws IOException {
        database.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void sqlShowsWhomALoopShows(@ForAll Random random) {
        PeopleFilter filter = any(random);
        UserQuery query = new UserQuery(database);
        // Asked of the file by the index first, of what is kept in memory later.
        if (random.nextInt(20) == 0) {
            query.keepOrders();
        }
        Set<String> shown = new TreeSet<>();
        Set<String> lasting = new TreeSet<>();
        query.select(filter).each(row -> {
            shown.add(row.id());
            lasting.add(row.lastingId());
        });
        // A list also holds people who are in no roster.
        Set<String> everybody = new TreeSet<>(lasting);
        query.select(PeopleFilter.ALL).each(row -> everybody.add(row.lastingId()));
        Set<String> meant = new TreeSet<>();
        ALL.stream().filter(known -> shows(filter, known)).forEach(known -> meant.add(known.entry));
        assertThat(shown).as(filter.stored()).isEqualTo(meant);
        assertThat(query.select(filter).count()).as(filter.stored()).isEqualTo(meant.size());
        assertThat(query.ids(filter)).hasSize(meant.size());
        assertThat(new TreeSet<>(query.shown(List.of(filter), everybody)))
                .as(filter.stored())
                .isEqualTo(lasting);
        assertThat(PeopleFilter.parse(filter.stored())).isEqualTo(filter);
    }

    private static PeopleFilter any(Random random) {
        PeopleFilter filter = PeopleFilter.ALL;
        if (random.nextInt(3) == 0) {
            filter = filter.inTeam(random.nextInt(8) == 0 ? "19:nowhere" : TEAMS[random.nextInt(TEAMS.length)]);
        }
        if (random.nextInt(4) == 0) {
            filter = filter.joinedSince(at(random.nextInt(11)));
        }
        if (random.nextInt(4) == 0) {
            filter = filter.inList(1L + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            String[] words = {
                "zoe", "STRASSE", "иван", "山田", "29:p1", "p1", "x1", "zoe p", "29:p2x1", "a", "山", "p12x1", "4000",
                "\\", "1\n2"
            };
            filter = filter.searching(words[random.nextInt(words.length)]);
        }
        if (random.nextInt(4) == 0) {
            filter = filter.ofKinds(some(random, UserKind.class));
        }
        if (random.nextInt(3) == 0) {
            filter = filter.withContact(random.nextInt(3) == 0 ? Contact.ANY : some(random, Contact.class));
        }
        if (random.nextInt(5) == 0) {
            filter = filter.contactedSince(at(random.nextInt(11)));
        }
        if (random.nextInt(5) == 0) {
            filter = filter.notContactedSince(at(random.nextInt(11)));
        }
        if (random.nextInt(4) == 0) {
            filter = filter.from(some(random, Source.class));
        }
        return random.nextInt(4) == 0 ? filter.doNotContact(random.nextBoolean()) : filter;
    }

    private static <E extends Enum<E>> Set<E> some(Random random, Class<E> type) {
        Set<E> some = EnumSet.noneOf(type);
        Arrays.stream(type.getEnumConstants())
                .filter(each -> random.nextBoolean())
                .forEach(some::add);
        return some;
    }

    private static boolean shows(PeopleFilter filter, Known known) {
        if (filter.teamId() != null && !known.teams.containsKey(filter.teamId())
                || filter.listId() != null && !known.lists.contains(filter.listId())) {
            return false;
        }
        Set<Source> sources = EnumSet.noneOf(Source.class);
        if (!known.teams.isEmpty()) {
            sources.add(Source.ROSTER);
        }
        if (known.event) {
            sources.add(Source.EVENT);
        }
        if (known.imported) {
            sources.add(Source.IMPORT);
        }
        if (filter.sources().isEmpty()) {
            if (filter.teamId() == null && filter.listId() == null && sources.isEmpty()) {
                return false;
            }
        } else if (sources.stream().noneMatch(filter.sources()::contains)) {
            return false;
        }
        if (filter.joinedSince() != null
                && known.teams.entrySet().stream()
                        .filter(team -> filter.teamId() == null || team.getKey().equals(filter.teamId()))
                        .noneMatch(team -> !team.getValue().isBefore(filter.joinedSince()))) {
            return false;
        }
        for (String word : TextKeys.fold(filter.search()).strip().split("\\s+")) {
            if (!known.found(word)) {
                return false;
            }
        }
        return (filter.kinds().isEmpty() || filter.kinds().contains(known.kind))
                && (filter.contacts().isEmpty() || filter.contacts().contains(known.contact))
                && (filter.contactedSince() == null
                        || known.accepted != null && !known.accepted.isBefore(filter.contactedSince()))
                && (filter.notContactedSince() == null
                        || known.accepted == null
                        || known.accepted.isBefore(filter.notContactedSince()))
                && (filter.doNotContact() == null || filter.doNotContact() == known.marked);
    }
}
