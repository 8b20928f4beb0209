package dev.rostrum.words;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What filters of people say: their conditions, each a phrase of its own. */
public final class FilterWords {
    private final List<Team> teams;
    private final List<SavedList> lists;
    private final Function<Instant, String> time;

    /** @param time how a moment is written */
    public FilterWords(List<Team> teams, List<SavedList> lists, Function<Instant, String> time) {
        this.teams = teams;
        this.lists = lists;
        this.time = time;
    }

    /** All conditions; what it says of a filter without any is that it is everybody. */
    public String of(PeopleFilter filter) {
        List<String> all = conditions(filter);
        return all.isEmpty() ? words("filter.everybody") : String.join(", ", all);
    }

    /** Each condition, in an order that does not change. */
    public List<String> conditions(PeopleFilter filter) {
        List<String> all = new ArrayList<>();
        if (filter.teamId() != null) {
            all.add(words("filter.team", team(filter.teamId())));
        }
        if (filter.joinedSince() != null) {
            all.add(words("filter.joined", time.apply(filter.joinedSince())));
        }
        if (filter.listId() != null) {
            all.add(words("filter.list", list(filter.listId())));
        }
        if (!filter.search().isEmpty()) {
            all.add(words("filter.search", filter.search()));
        }
        if (!filter.kinds().isEmpty()) {
            all.add(words("filter.kinds", joined(filter.kinds(), States::of)));
        }
        if (filter.contacts().equals(Contact.ANY)) {
            all.add(words("filter.contact.any"));
        } else if (!filter.contacts().isEmpty()) {
            all.add(words("filter.contact", joined(filter.contacts(), FilterWords::of)));
        }
        if (filter.contactedSince() != null) {
            all.add(words("filter.contacted", time.apply(filter.contactedSince())));
        }
        if (filter.notContactedSince() != null) {
            all.add(words("filter.notContacted", time.apply(filter.notContactedSince())));
        }
        if (!filter.sources().isEmpty()) {
            all.add(words("filter.sources", joined(filter.sources(), FilterWords::of)));
        }
        if (filter.doNotContact() != null) {
            all.add(words(filter.doNotContact() ? "filter.doNotContact" : "filter.mayContact"));
        }
        return all;
    }

    /** How somebody can be written to. */
    public static String of(Contact contact) {
        return contact == Contact.NONE ? words("filter.contact.none") : States.of(contact.state());
    }

    /** Who says that there is such a person. */
    public static String of(PeopleFilter.Source source) {
        return switch (source) {
            case ROSTER -> words("filter.source.roster");
            case EVENT -> words("filter.source.event");
            case IMPORT -> words("filter.source.import");
        };
    }

    /** The name of a list, as it is now. */
    public String list(long id) {
        return lists.stream()
                .filter(list -> list.id() == id)
                .map(SavedList::name)
                .findFirst()
                .orElseGet(() -> words("filter.list.gone"));
    }

    private String team(String id) {
        return teams.stream()
                .filter(team -> team.id().equals(id))
                .map(Team::label)
                .findFirst()
                .orElse(id);
    }

    private static <E extends Enum<E>> String joined(Collection<E> some, Function<E, String> word) {
        return some.stream().sorted().map(word).collect(Collectors.joining(", "));
    }

    private static String words(String code, Object... arguments) {
        return Sentences.of(Reason.of(code, arguments));
    }
}
