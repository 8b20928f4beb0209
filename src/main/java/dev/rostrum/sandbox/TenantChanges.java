package dev.rostrum.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenant as it is now: what seed and sizes made of it, and what has happened in it since, which is kept in a file, in lines that
 * are only ever added. Only what has changed is in memory. Safe for use by many threads.
 */
final class TenantChanges implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TenantChanges.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What can happen. The names stand in the file. */
    enum Change {
        JOINED,
        LEFT,
        RENAMED,
        BOT_ADDED,
        BOT_REMOVED,
        DELETED,
        RESTORED,
        INSTALLED,
        UNINSTALLED,
        BLOCKED;

        private boolean ofTeam() {
            return compareTo(RESTORED) <= 0;
        }

        private boolean ofPerson() {
            return this == JOINED || this == LEFT || compareTo(RESTORED) > 0;
        }
    }

    private final Tenant tenant;
    private final AppendedLines file;
    /** Of teams that people have joined or left: never changed, but replaced. */
    private final Map<Integer, List<Integer>> rosters = new HashMap<>();

    private final Map<Integer, String> names = new HashMap<>();
    private final Set<Integer> withoutBot = new HashSet<>();
    private final Set<Integer> deleted = new HashSet<>();
    private final Map<Integer, Boolean> installed = new HashMap<>();
    private final Set<Integer> blocked = new HashSet<>();

    private TenantChanges(Tenant tenant, Path path) throws IOException {
        this.tenant = tenant;
        this.file = AppendedLines.open(path);
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    static TenantChanges open(Path folder, Tenant tenant) throws IOException {
        return new TenantChanges(tenant, folder.resolve("changes-" + tenant.fileName() + ".jsonl"));
    }

    private void read(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            Change change = Change.valueOf(entry.path("op").asText());
            int team = entry.path("team").asInt();
            int person = entry.path("person").asInt();
            // With other sizes the same seed has fewer teams or people: what happened to the others is of no interest
            // then.
            if (team < tenant.teams().size() && person < tenant.people().count()) {
                note(change, team, person, entry.path("name").asText());
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.warn("a line of the sandbox's changes is not readable and was passed over");
        }
    }

    /** Something happens in a team. */
    void team(Change change, int team) throws IOException {
        happens(change, team, 0, null);
    }

    /** A team has a new name. */
    void renamed(int team, String name) throws IOException {
        happens(Change.RENAMED, team, 0, name);
    }

    /** Somebody joins or leaves a team. */
    void membership(Change change, int team, int person) throws IOException {
        happens(change, team, person, null);
    }

    /** Something happens between a person and the bot. */
    void person(Change change, int person) throws IOException {
        happens(change, 0, person, null);
    }

    private synchronized void happens(Change change, int team, int person, String name) throws IOException {
        ObjectNode line = Reply.object().put("op", change.name());
        if (change.ofTeam()) {
            line.put("team", team);
        }
        if (change.ofPerson()) {
            line.put("person", person);
        }
        if (name != null) {
            line.put("name", name);
        }
        file.append(line.toString());
        note(change, team, person, name);
    }

    private void note(Change change, int team, int person, String name) {
        switch (change) {
            case JOINED, LEFT -> {
                List<Integer> members = new ArrayList<>(roster(team));
                members.remove((Integer) person);
                if (change == Change.JOINED) {
                    members.add(person);
                }
                rosters.put(team, List.copyOf(members));
            }
            case RENAMED -> names.put(team, name);
            case BOT_ADDED -> withoutBot.remove(team);
            case BOT_REMOVED -> withoutBot.add(team);
            case DELETED -> deleted.add(team);
            case RESTORED -> deleted.remove(team);
            case INSTALLED, UNINSTALLED -> {
                installed.put(person, change == Change.INSTALLED);
                blocked.remove(person);
            }
            case BLOCKED -> blocked.add(person);
        }
    }

    /** The numbers of a team's members, in the order of its roster: a list that stays as it is now. */
    synchronized List<Integer> roster(int team) {
        List<Integer> changed = rosters.get(team);
        if (changed != null) {
            return changed;
        }
        int size = tenant.teams().get(team).memberCount();
        return new AbstractList<>() {
            @Override
            public Integer get(int place) {
                return tenant.member(team, place);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    synchronized boolean isMember(int team, int person) {
        List<Integer> changed = rosters.get(team);
        return changed == null ? tenant.isMember(team, person) : changed.contains(person);
    }

    /** The team as it is called now, with as many members as it has now. */
    synchronized SandboxTeam team(int number) {
        SandboxTeam made = tenant.teams().get(number);
        return new SandboxTeam(
                made.id(),
                names.getOrDefault(number, made.name()),
                made.groupId(),
                made.link(),
                roster(number).size());
    }

    List<SandboxTeam> teams() {
        return IntStream.range(0, tenant.teams().size()).mapToObj(this::team).toList();
    }

    synchronized boolean isDeleted(int team) {
        return deleted.contains(team);
    }

    /** Whether the bot is in the team, which exists. */
    synchronized boolean hasBot(int team) {
        return !deleted.contains(team) && !withoutBot.contains(team);
    }

    /** Whether the bot's app is installed in the person's personal scope, and not in a team alone. */
    synchronized boolean hasApp(int person) {
        return installed.getOrDefault(person, tenant.people().hasApp(person));
    }

    /** Whether the person had the app and has removed it. */
    synchronized boolean removedApp(int person) {
        return Boolean.FALSE.equals(installed.get(person));
    }

    synchronized boolean isBlocked(int person) {
        return blocked.contains(person);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
