package dev.rostrum.ui.widget;

/** The colour of a chip, a notice or a segment. Never the only sign: an icon and a word always go with it. */
public enum Tone {
    NEUTRAL("r-neutral"),
    ACCENT("r-accent"),
    SUCCESS("r-success"),
    WARNING("r-warning"),
    DANGER("r-danger"),
    /** Border only, muted. */
    OUTLINE("r-outline");

    private final String style;

    Tone(String style) {
        this.style = style;
    }

    public String style() {
        return style;
    }
}
