package dev.rostrum.cli;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.PeopleFilter.Source;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.TypedMoment;
import dev.rostrum.domain.UserKind;
import dev.rostrum.workspace.Workspace.Views;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Conditions on people as they are typed: a name and a value each. */
final class PeopleConditions {
    /** All names, as options and before the = of {@code --where}. */
    static final List<String> NAMES = List.of(
            "team",
            "joined-since",
            "list",
            "search",
            "kind",
            "conversation",
            "contacted-since",
            "not-contacted-since",
            "source",
            "do-not-contact");

    private final Views views;
    private final Clock clock;

    /** @param clock what a time that is so long ago counts from, and the zone of the others */
    PeopleConditions(Views views, Clock clock) {
        this.views = views;
        this.clock = clock;
    }

    /**
     * The filter with one more condition.
     *
     * @param name one of {@link #NAMES}
     * @throws Problem saying what may stand there
     */
    PeopleFilter with(PeopleFilter filter, String name, String value) {
        return switch (name) {
            case "team" -> filter.inTeam(NameLookup.team(views, value).id());
            case "joined-since" -> filter.joinedSince(moment(name, value));
            case "list" -> filter.inList(NameLookup.list(views, value).id());
            case "search" -> filter.searching(value);
            case "kind" -> filter.ofKinds(several(name, value, UserKind.class));
            case "conversation" -> filter.withContact(contacts(value));
            case "contacted-since" -> filter.contactedSince(moment(name, value));
            case "not-contacted-since" -> filter.notContactedSince(moment(name, value));
            case "source" -> filter.from(several(name, value, Source.class));
            case "do-not-contact" -> filter.doNotContact(yes(name, value));
            default -> throw Problem.wrongUse("filter.unknown", name, String.join(", ", NAMES));
        };
    }

    private Instant moment(String name, String value) {
        return TypedMoment.parse(value, clock.instant(), clock.getZone())
                .orElseThrow(() -> Problem.wrongUse("filter.noMoment", name, value));
    }

    private static Set<Contact> contacts(String value) {
        return value.strip().equalsIgnoreCase("any")
                ? Contact.ANY
                : several("conversation", value, Contact.class, "any");
    }

    private static boolean yes(String name, String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw Problem.wrongUse("filter.noValue", name, value, "yes, no");
        };
    }

    private static <E extends Enum<E>> Set<E> several(String name, String value, Class<E> type, String... besides) {
        Set<E> found = EnumSet.noneOf(type);
        for (String each : value.split(",", -1)) {
            found.add(Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equalsIgnoreCase(each.strip()))
                    .findFirst()
                    .orElseThrow(() -> Problem.wrongUse(
                            "filter.noValue",
                            name,
                            each.strip(),
                            Arrays.stream(type.getEnumConstants())
                                            .map(JsonRow::lower)
                                            .collect(Collectors.joining(", "))
                                    + Arrays.stream(besides)
                                            .map(one -> ", " + one)
                                            .collect(Collectors.joining()))));
        }
        return found;
    }
}
