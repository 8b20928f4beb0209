package dev.rostrum.domain;

/**
 * How careful the admin wants to be with a connection, on this computer.
 *
 * @param lookOnly nothing is changed through it, though nobody else writes
 */
public record ConnectionMark(Tag tag, boolean lookOnly) {
    /** What a connection is for. */
    public enum Tag {
        NONE,
        /** For trying things out with few people. */
        PILOT,
        /** For everybody: each number is typed before something goes out. */
        PRODUCTION
    }

    public static final ConnectionMark NONE = new ConnectionMark(Tag.NONE, false);

    public boolean production() {
        return tag == Tag.PRODUCTION;
    }
}
