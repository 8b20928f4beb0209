package dev.rostrum.ui.people;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.PeopleFilter.Source;
import dev.rostrum.domain.UserKind;
import dev.rostrum.ui.table.FilterOption;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The conditions on people that can be chosen as chips. Those of one kind widen each other, those of several kinds narrow. */
final class PeopleFilters {
    private static final int[] DAYS = {1, 7, 30, 90};

    private final Texts texts = Texts.of(PeopleFilters.class);
    private final Times times;
    private final Clock clock;
    private final List<FilterOption<PeopleFilter>> all = new ArrayList<>();

    private PeopleFilters(Times times, Clock clock) {
        this.times = times;
        this.clock = clock;
    }

    static List<FilterOption<PeopleFilter>> of(Times times, Clock clock) {
        PeopleFilters filters = new PeopleFilters(times, clock);
        filters.collect();
        return List.copyOf(filters.all);
    }

    private void collect() {
        for (UserKind kind : UserKind.values()) {
            one(
                    "filter.kind",
                    StateLabels.of(kind).word(),
                    kind,
                    PeopleFilter::kinds,
                    PeopleFilter::ofKinds,
                    UserKind.class);
        }
        for (Contact contact : Contact.values()) {
            one(
                    "filter.contact",
                    contact == Contact.NONE
                            ? texts.get("none.yet")
                            : StateLabels.of(contact.state()).word(),
                    contact,
                    PeopleFilter::contacts,
                    PeopleFilter::withContact,
                    Contact.class);
        }
        since("contacted", PeopleFilter::contactedSince, PeopleFilter::contactedSince);
        since("notContacted", PeopleFilter::notContactedSince, PeopleFilter::notContactedSince);
        since("joined", PeopleFilter::joinedSince, PeopleFilter::joinedSince);
        for (Source source : Source.values()) {
            one(
                    "filter.source",
                    texts.get("filter.source." + source.name().toLowerCase(Locale.ROOT)),
                    source,
                    PeopleFilter::sources,
                    PeopleFilter::from,
                    Source.class);
        }
        for (boolean marked : new boolean[] {true, false}) {
            String word = texts.get(marked ? "filter.mark.yes" : "filter.mark.no");
            all.add(FilterOption.of(
                    texts.get("filter.mark"),
                    word,
                    chip(texts.get("filter.mark"), word),
                    filter -> Boolean.valueOf(marked).equals(filter.doNotContact()),
                    (filter, on) -> filter.doNotContact(on ? marked : null)));
        }
    }

    private String chip(String group, String word) {
        return texts.get("filter.chip", group, word);
    }

    private <E extends Enum<E>> void one(
            String group,
            String word,
            E value,
            Function<PeopleFilter, Set<E>> get,
            BiFunction<PeopleFilter, Set<E>, PeopleFilter> with,
            Class<E> values) {
        all.add(FilterOption.of(
                texts.get(group),
                word,
                chip(texts.get(group), word),
                filter -> get.apply(filter).contains(value),
                (filter, on) -> {
                    Set<E> some = EnumSet.noneOf(values);
                    some.addAll(get.apply(filter));
                    if (on) {
                        some.add(value);
                    } else {
                        some.remove(value);
                    }
                    return with.apply(filter, some);
                }));
    }

    /** A few days to choose from; the chip names the moment. */
    private void since(
            String key, Function<PeopleFilter, Instant> get, BiFunction<PeopleFilter, Instant, PeopleFilter> with) {
        for (int days : DAYS) {
            UnaryOperator<PeopleFilter> set = filter -> with.apply(
                    filter,
                    LocalDate.now(clock)
                            .minusDays(days)
                            .atStartOfDay(clock.getZone())
                            .toInstant());
            all.add(FilterOption.setting(texts.get("filter." + key), texts.get("filter." + key + ".days", days), set));
        }
        all.add(FilterOption.told(
                filter -> texts.get("filter." + key + ".chip", times.moment(get.apply(filter))),
                filter -> get.apply(filter) != null,
                filter -> with.apply(filter, null)));
    }
}
