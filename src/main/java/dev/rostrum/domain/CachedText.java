package dev.rostrum.domain;

/** Texts of others as they are cached. A name is somebody else's to choose, also one of a million characters. */
public final class CachedText {
    /** Characters of a name at most; an address that has more is none (Entra allows 113, mail 254). */
    public static final int MAX = 256;

    private CachedText() {}

    /** The name without blanks around it, cut to {@value #MAX} characters; null where nothing is left. */
    public static String name(String given) {
        String name = cut(given == null ? "" : given.strip()).strip();
        return name.isEmpty() ? null : name;
    }

    /** The first {@value #MAX} characters. */
    public static String cut(String text) {
        return text.codePointCount(0, text.length()) > MAX ? text.substring(0, text.offsetByCodePoints(0, MAX)) : text;
    }

    /** The address without blanks around it; null where it is blank or too long to be one. */
    public static String address(String given) {
        String address = given == null ? "" : given.strip();
        return address.isEmpty() || address.length() > MAX ? null : address;
    }
}
