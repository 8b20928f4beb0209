package dev.rostrum.ui.words;

/** Names and titles inside sentences and cells of another direction. */
public final class Names {
    // The isolates of Unicode 6.3 (2066 to 2069) are drawn as boxes by fonts that do not know them; embeddings are
    // older.
    private static final char RIGHT_TO_LEFT_EMBEDDING = '\u202b';
    private static final char POP_DIRECTION = '\u202c';
    private static final char LEFT_TO_RIGHT_MARK = '\u200e';

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
        return rightToLeft ? RIGHT_TO_LEFT_EMBEDDING + name + POP_DIRECTION + LEFT_TO_RIGHT_MARK : name;
    }
}
