package dev.rostrum.ui.table;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a selection says: all that a filter shows but for some, and some more. It is the same whatever is loaded, and no list of a million
 * keys.
 *
 * @param all the filter, or null where rows were only chosen one by one
 * @param except rows that it shows and that were taken out
 * @param also rows that were chosen by themselves, in the order of choosing
 */
public record RowRule<F, K>(F all, Set<K> except, Set<K> also) {
    public RowRule {
        except = Collections.unmodifiableSet(new LinkedHashSet<>(except));
        also = Collections.unmodifiableSet(new LinkedHashSet<>(also));
    }

    public static <F, K> RowRule<F, K> chosen(Set<K> keys) {
        return new RowRule<>(null, Set.of(), keys);
    }

    public boolean isEmpty() {
        return all == null && also.isEmpty();
    }
}
