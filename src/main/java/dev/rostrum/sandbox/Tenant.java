package dev.rostrum.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who and what the simulated tenant consists of; it follows from seed and team sizes alone.
 *
 * <p>Memberships are numbered through all teams, the largest team last. The first of them, as many as there are people,
 * belong to one person each; the rest go to the same people again, in the same order. As there are at least as many
 * people as the largest team has members, nobody is twice in one team.
 */
final class Tenant {
    /** The organisation's own domain, which the token endpoint takes in place of the tenant id. */
    static final String DOMAIN = "meridian.example";

    private static final int TEAM_BYTES = 33;
    private static final Map<Integer, String> NAMES_BY_SIZE =
            Map.of(12, "Works council", 250, "Field engineers", 10_000, "All staff", 1_000, "Northern region");
    private static final List<String> NAMES = List.of(
            "Customer support",
            "Warehouse",
            "Finance",
            "Product design",
            "Sales",
            "People and culture",
            "Research",
            "Facilities",
            "Quality",
            "Logistics",
            "Procurement",
            "Legal",
            "Communications",
            "Night shift",
            "Apprentices");

    private final String tenantId;
    private final String appId;
    private final Seal self;
    private final Seal channels;
    private final List<SandboxTeam> teams;
    private final Map<String, Integer> teamNumbers = new HashMap<>();
    private final int[] firstMembership;
    private final int memberships;
    private final People people;
    private final boolean newIds;

    /** A tenant in which a tenth of the people are in two teams, or as many as the sizes allow. */
    Tenant(long seed, List<Integer> teamSizes, NameBook names) {
        this(seed, teamSizes, 0, false, names);
    }

    /**
     * @param count how many people there are; 0 for so many that a tenth are in two teams
     * @param newIds whether people and chats have the ids of a second Teams channel of the bot
     */
    Tenant(long seed, List<Integer> teamSizes, int count, boolean newIds, NameBook names) {
        Seal self = seal(seed);
        this.tenantId = tenantId(seed);
        this.appId = appId(seed);
        this.self = self;
        this.channels = new Seal(seed, "channel");

        int total = teamSizes.stream().mapToInt(Integer::intValue).sum();
        int largest = teamSizes.stream().mapToInt(Integer::intValue).max().orElse(0);
        // A tenth of the people in two teams makes eleven memberships for ten people.
        int doubled = count > 0 ? total - count : Math.min((int) Math.round(total / 11.0), total - largest);
        this.newIds = newIds;
        this.memberships = total;
        this.people = new People(seed, DOMAIN, total - doubled, newIds, names);

        Seal teamIds = new Seal(seed, "team");
        Seal groupIds = new Seal(seed, "group");
        List<SandboxTeam> built = new ArrayList<>();
        List<String> teamNames = names(teamSizes);
        for (int i = 0; i < teamSizes.size(); i++) {
            String id = thread(teamIds, i);
            String group = groupIds.guid(i);
            String link = "https://teams.microsoft.com/l/team/" + URLEncoder.encode(id, StandardCharsets.UTF_8)
                    + "/conversations?groupId=" + group + "&tenantId=" + tenantId;
            built.add(new SandboxTeam(id, teamNames.get(i), group, link, teamSizes.get(i)));
            teamNumbers.put(id, i);
        }
        this.teams = List.copyOf(built);
        this.firstMembership = new int[teamSizes.size()];
        int next = 0;
        for (int team : IntStream.range(0, teamSizes.size())
                .boxed()
                .sorted(Comparator.comparing(teamSizes::get))
                .toList()) {
            firstMembership[team] = next;
            next += teamSizes.get(team);
        }
    }

    private static String thread(Seal ids, int number) {
        return "19:" + ids.text(number, TEAM_BYTES) + "1@thread.tacv2";
    }

    private static Seal seal(long seed) {
        return new Seal(seed, "tenant");
    }

    static String tenantId(long seed) {
        return seal(seed).guid(0);
    }

    static String appId(long seed) {
        return seal(seed).guid(1);
    }

    String tenantId() {
        return tenantId;
    }

    String appId() {
        return appId;
    }

    /** What the tenant's files are named by: new ids are new chats. */
    String fileName() {
        return tenantId.substring(0, 8) + (newIds ? "-new" : "");
    }

    /** The secret after so many rotations. */
    String clientSecret(int rotations) {
        String label = "secret" + (rotations == 0 ? "" : rotations);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(self.derive(label, 30));
        return secret.substring(0, 3) + "8Q~" + secret.substring(6);
    }

    People people() {
        return people;
    }

    List<SandboxTeam> teams() {
        return teams;
    }

    /** The channel that the bot is shown in where it is added to a team: not General, which has the team's own id. */
    String channelId(int team) {
        return thread(channels, team);
    }

    /** Number of the team with this id, or -1. */
    int teamNumber(String teamId) {
        return teamNumbers.getOrDefault(teamId, -1);
    }

    /** Number of the person who stands at a place of a team's roster. */
    int member(int team, int place) {
        return (firstMembership[team] + place) % people.count();
    }

    boolean isMember(int team, int person) {
        int first = person - firstMembership[team];
        int second = first + people.count();
        int size = teams.get(team).memberCount();
        return (first >= 0 && first < size) || (person + people.count() < memberships && second >= 0 && second < size);
    }

    private static List<String> names(List<Integer> sizes) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        int next = 0;
        for (int size : sizes) {
            String name = NAMES_BY_SIZE.get(size);
            if (name == null || !taken.add(name)) {
                int round = next / NAMES.size();
                name = NAMES.get(next % NAMES.size()) + (round == 0 ? "" : " " + (round + 1));
                taken.add(name);
                next++;
            }
            names.add(name);
        }
        return names;
    }
}
