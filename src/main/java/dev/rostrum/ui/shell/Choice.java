package dev.rostrum.ui.shell;

/**
 * One answer of a dialog.
 *
 * @param id what the asker is told
 * @param words a verb with its count
 */
public record Choice(String id, String words, Kind kind) {
    public enum Kind {
        STANDARD,
        /** The usual answer; Enter chooses it. */
        PRIMARY,
        /** Cannot be taken back: red, and never chosen by Enter. */
        DANGER
    }

    public static Choice primary(String id, String words) {
        return new Choice(id, words, Kind.PRIMARY);
    }

    public static Choice danger(String id, String words) {
        return new Choice(id, words, Kind.DANGER);
    }

    public static Choice standard(String id, String words) {
        return new Choice(id, words, Kind.STANDARD);
    }
}
