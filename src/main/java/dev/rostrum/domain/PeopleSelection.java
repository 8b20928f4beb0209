package dev.rostrum.domain;

import java.util.Set;

/** Whom somebody selected: by a rule, or one by one. */
public sealed interface PeopleSelection {
    /** Those of whom it says so by id, as each is known for good ({@link PersonId#lasting}). */
    Set<String> named();

    /**
     * Everybody whom a filter shows, also whoever it shows later, without some.
     *
     * @param except by lasting id
     */
    record All(PeopleFilter filter, Set<String> except) implements PeopleSelection {
        public All {
            except = Set.copyOf(except);
        }

        @Override
        public Set<String> named() {
            return except;
        }
    }

    /** @param ids lasting ids */
    record Chosen(Set<String> ids) implements PeopleSelection {
        public Chosen {
            ids = Set.copyOf(ids);
        }

        @Override
        public Set<String> named() {
            return ids;
        }
    }
}
