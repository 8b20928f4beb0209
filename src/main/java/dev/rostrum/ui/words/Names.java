package dev.rostrum.ui.words;

/** Names and titles inside sentences and cells of another direction. */
public final class Names {
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private Names() {}

    /** Keeps its own direction without turning what stands around it. Names without right-to-left letters stay as they are. */
    public static String isolated(String name) {
        if (name == null || name.isEmpty()) {
            return "";
        }
        boolean rightToLeft = name.codePoints().anyMatch(c -> {
            byte direction = Character.getDirectionality(c);
            return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        });
        return rightToLeft ? FIRST_STRONG_ISOLATE + name + POP_ISOLATE : name;
    }
}
