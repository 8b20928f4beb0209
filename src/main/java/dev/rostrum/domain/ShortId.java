package dev.rostrum.domain;

/** Ids as screens show them: short in the middle. They are always copied whole. */
public final class ShortId {
    private static final int HEAD = 9;
    private static final int TAIL = 4;

    private ShortId() {}

    public static String of(String id) {
        if (id == null) {
            return "";
        }
        return id.length() <= HEAD + TAIL + 1
                ? id
                : id.substring(0, HEAD) + "\u2026" + id.substring(id.length() - TAIL);
    }
}
