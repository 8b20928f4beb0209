package dev.rostrum.ui.words;

/** Names and titles inside sentences and cells of another direction. */
public final class BidiText {
    // Fonts that do not know isolates and embeddings draw them as boxes.
    private static final char LEFT_TO_RIGHT_MARK = '\u200e';

    private BidiText() {}

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
        return rightToLeft ? name + LEFT_TO_RIGHT_MARK : name;
    }
}
