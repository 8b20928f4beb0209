package dev.rostrum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class TenantTest {
    private static final String GUID_V4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private static final NameBook NAMES = NameBook.load();
    private static Tenant tenant;
    private static List<Person> everybody;

    @BeforeAll
    static void buildTheDefaultTenant() {
        tenant = new Tenant(1, SandboxOptions.DEFAULT_TEAM_SIZES, NAMES);
        everybody = everybody(tenant);
    }

    private static List<Person> everybody(Tenant tenant) {
        return IntStream.range(0, tenant.people().count())
                .mapToObj(tenant.people()::person)
                .toList();
    }

    @Test
    void teamsHaveTheirSizesAndNobodyTwice() {
        assertThat(tenant.teams())
                .extracting(team -> team.name() + " " + team.memberCount())
                .containsExactly("Works council 12", "Field engineers 250", "All staff 10000", "Northern region 1000");
        Set<Integer> seen = new HashSet<>();
        for (int team = 0; team < tenant.teams().size(); team++) {
            Set<Integer> members = members(tenant, team);
            assertThat(members).hasSize(tenant.teams().get(team).memberCount());
            seen.addAll(members);
        }
        assertThat(seen).hasSize(tenant.people().count());
    }

    private static Set<Integer> members(Tenant tenant, int team) {
        return IntStream.range(0, tenant.teams().get(team).memberCount())
                .mapToObj(place -> tenant.member(team, place))
                .collect(Collectors.toSet());
    }

    @Test
    void membershipIsTheSameByRosterAndByPerson() {
        Tenant odd = new Tenant(7, List.of(30, 5, 30, 1, 17), NAMES);
        for (int team = 0; team < odd.teams().size(); team++) {
            Set<Integer> members = members(odd, team);
            for (int person = 0; person < odd.people().count(); person++) {
                assertThat(odd.isMember(team, person)).isEqualTo(members.contains(person));
            }
        }
    }

    @Test
    void theSharesHoldExactly() {
        int count = everybody.size();
        Map<Integer, Integer> teamsOf = new HashMap<>();
        for (int team = 0; team < tenant.teams().size(); team++) {
            members(tenant, team).forEach(person -> teamsOf.merge(person, 1, Integer::sum));
        }
        long inTwo = teamsOf.values().stream().filter(n -> n > 1).count();
        assertThat((double) inTwo).isCloseTo(count * 0.10, within(1.0));
        Predicate<Person> external = person -> person.userPrincipalName().contains("#EXT#");
        assertShare(0.05, external);
        assertShare(0.025, external.and(person -> !person.guestRole()));
        assertThat(everybody).filteredOn(Person::guestRole).allMatch(external);
        assertShare(0.03, person -> person.email() == null);
        assertShare(0.015, person -> person.email() == null && person.emailSpelledNull());
        assertShare(0.02, person -> person.objectId() == null);
        assertShare(0.10, person -> !tenant.people().hasApp(person.index()));
    }

    private static void assertShare(double share, Predicate<Person> trait) {
        long having = everybody.stream().filter(trait).count();
        assertThat((double) having).isCloseTo(everybody.size() * share, within(1.0));
    }

    @Test
    void twoPairsHaveTheSameNameAndNobodyElse() {
        Map<String, Long> perName = everybody.stream()
                .collect(Collectors.groupingBy(person -> person.name().display(), Collectors.counting()));
        assertThat(perName.values().stream().filter(n -> n > 1)).containsExactly(2L, 2L);
    }

    @Test
    void namesAreInManyScripts() {
        Map<UnicodeScript, Integer> perScript = new HashMap<>();
        for (Person person : everybody) {
            UnicodeScript script = UnicodeScript.of(person.name().family().codePointAt(0));
            perScript.merge(script, 1, Integer::sum);
        }
        assertThat(perScript.keySet())
                .contains(
                        UnicodeScript.LATIN,
                        UnicodeScript.CYRILLIC,
                        UnicodeScript.GREEK,
                        UnicodeScript.ARABIC,
                        UnicodeScript.HEBREW,
                        UnicodeScript.DEVANAGARI,
                        UnicodeScript.HAN,
                        UnicodeScript.HANGUL,
                        UnicodeScript.THAI);
        assertThat(perScript.values()).allMatch(n -> n > everybody.size() / 20);
        Set<UnicodeScript> inTheSmallTeam = new TreeSet<>();
        members(tenant, 0)
                .forEach(person -> inTheSmallTeam.add(UnicodeScript.of(
                        tenant.people().person(person).name().family().codePointAt(0))));
        assertThat(inTheSmallTeam).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void idsAndAddressesAreUniqueAndShaped() {
        Set<String> ids = new HashSet<>();
        for (Person person : everybody) {
            assertThat(person.id()).matches("29:1[A-Za-z0-9_-]{80}");
            assertThat(tenant.people().chatId(person.index())).matches("a:1[A-Za-z0-9_-]{128}");
            assertThat(person.userPrincipalName()).matches("[a-z0-9.]+(_[a-z.-]+#EXT#)?@meridian\\.example");
            assertThat(ids.add(person.id())).isTrue();
            assertThat(ids.add(tenant.people().chatId(person.index()))).isTrue();
            assertThat(ids.add(person.userPrincipalName())).isTrue();
            if (person.objectId() != null) {
                assertThat(person.objectId()).matches(GUID_V4);
                assertThat(ids.add(person.objectId())).isTrue();
            }
            if (person.email() != null) {
                assertThat(person.email()).matches("[a-z0-9.]+@[a-z-]+\\.example");
                assertThat(ids.add("mailto:" + person.email())).isTrue();
            }
        }
        assertThat(List.of(tenant.tenantId(), tenant.appId())).allMatch(id -> id.matches(GUID_V4));
        assertThat(tenant.clientSecret(0)).hasSize(40).contains("8Q~");
        for (SandboxTeam team : tenant.teams()) {
            assertThat(team.id()).matches("19:[A-Za-z0-9_-]{45}@thread\\.tacv2");
            assertThat(team.groupId()).matches(GUID_V4);
            assertThat(team.link())
                    .isEqualTo("https://teams.microsoft.com/l/team/"
                            + team.id().replace(":", "%3A").replace("@", "%40") + "/conversations?groupId="
                            + team.groupId() + "&tenantId=" + tenant.tenantId());
        }
    }

    @Test
    void everybodyIsFoundByEachId() {
        People people = tenant.people();
        for (Person person : everybody) {
            assertThat(people.byUserId(person.id())).hasValue(person.index());
            assertThat(people.byChatId(people.chatId(person.index()))).hasValue(person.index());
            assertThat(people.byPrincipalName(person.userPrincipalName().toUpperCase(Locale.ROOT)))
                    .hasValue(person.index());
            if (person.objectId() != null) {
                assertThat(people.byObjectId(person.objectId())).hasValue(person.index());
            }
        }
        assertThat(people.byPrincipalName("nobody@meridian.example")).isEmpty();
    }

    @Test
    void theSameSeedIsTheSameTenantAndAnotherSeedAnother() {
        Tenant again = new Tenant(1, SandboxOptions.DEFAULT_TEAM_SIZES, NAMES);
        Tenant other = new Tenant(2, SandboxOptions.DEFAULT_TEAM_SIZES, NAMES);
        assertThat(again.teams()).isEqualTo(tenant.teams());
        assertThat(again.tenantId() + again.appId() + again.clientSecret(0))
                .isEqualTo(tenant.tenantId() + tenant.appId() + tenant.clientSecret(0));
        assertThat(everybody(again)).isEqualTo(everybody);
        assertThat(other.tenantId()).isNotEqualTo(tenant.tenantId());
        for (int i = 0; i < 100; i++) {
            assertThat(other.people().byUserId(everybody.get(i).id())).isEmpty();
            assertThat(other.people().byChatId(tenant.people().chatId(i))).isEmpty();
            if (everybody.get(i).objectId() != null) {
                assertThat(other.people().byObjectId(everybody.get(i).objectId()))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 37, 25_000})
    void aSingleTeamIsTheWholeTenant(int size) {
        Tenant single = new Tenant(3, List.of(size), NAMES);
        assertThat(single.people().count()).isEqualTo(size);
        assertThat(members(single, 0)).hasSize(size);
        assertThat(everybody(single).stream().map(Person::userPrincipalName).distinct())
                .hasSize(size);
    }

    @Test
    void aLargeTenantStillHasUniqueAddresses() {
        Tenant large =
                new Tenant(4, IntStream.range(0, 12).mapToObj(i -> 25_000).toList(), NAMES);
        Set<String> addresses = new HashSet<>();
        for (int i = 0; i < large.people().count(); i++) {
            addresses.add(large.people().person(i).userPrincipalName());
        }
        assertThat(addresses).hasSize(large.people().count());
        assertThat(large.teams().stream().map(SandboxTeam::name).distinct()).hasSize(12);
    }
}
