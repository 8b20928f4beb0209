package dev.rostrum.connection;

import dev.rostrum.connection.secret.Purpose;
import dev.rostrum.domain.TrimmedId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Secrets typed beside a form, on their way to where they are kept. Closing wipes them. */
public final class TypedSecrets implements AutoCloseable {
    private static final int MAX_LENGTH = 4096;

    private final Map<Purpose, char[]> typed = new EnumMap<>(Purpose.class);

    /** Makes one with nothing typed. */
    public static TypedSecrets none() {
        return new TypedSecrets();
    }

    /**
     * Adds one. A client secret is freed of what is copied along with it: Entra makes none with blanks, invisible characters or quotes
     * at its ends. A password is taken as it is. Empty ones are left out.
     *
     * @param value a copy is taken; the caller may wipe it
     */
    public TypedSecrets with(Purpose purpose, char[] value) {
        char[] bare = value == null ? new char[0] : bare(purpose, value);
        if (bare.length > 0) {
            typed.put(purpose, bare);
        }
        return this;
    }

    /** A copy, freed of what is copied along with a client secret. */
    static char[] bare(Purpose purpose, char[] value) {
        if (purpose != Purpose.CLIENT_SECRET) {
            return value.clone();
        }
        int from = 0;
        int to = value.length;
        while (from < to && TrimmedId.isPadding(value[from])) {
            from++;
        }
        while (to > from && TrimmedId.isPadding(value[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(value, from, to);
    }

    Set<Purpose> purposes() {
        return typed.keySet();
    }

    /** The array itself, not a copy. */
    Optional<char[]> get(Purpose purpose) {
        return Optional.ofNullable(typed.get(purpose));
    }

    boolean tooLong(Purpose purpose) {
        return get(purpose).filter(value -> value.length > MAX_LENGTH).isPresent();
    }

    @Override
    public void close() {
        typed.values().forEach(value -> Arrays.fill(value, '\0'));
        typed.clear();
    }

    @Override
    public String toString() {
        return "TypedSecrets" + typed.keySet();
    }
}
