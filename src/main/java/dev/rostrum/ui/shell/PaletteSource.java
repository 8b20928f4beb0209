package dev.rostrum.ui.shell;

import java.util.List;

/** Finds what the data file knows, for the palette. Asked off the FX thread. */
@FunctionalInterface
public interface PaletteSource {
    enum Kind {
        PERSON,
        TEAM,
        ANNOUNCEMENT
    }

    /**
     * One thing that was found.
     *
     * @param more said behind the name; may be empty
     * @param id what Ctrl+C copies
     * @param open shows it; on the FX thread
     */
    record Hit(Kind kind, String name, String more, String id, Runnable open) {}

    /**
     * What was found.
     *
     * @param hits people, then teams, then announcements, few of each
     * @param people how many people there are in all whom the text fits
     */
    record Found(List<Hit> hits, long people) {}

    /** @param peopleOnly more of them, and nothing else */
    Found find(String text, boolean peopleOnly) throws Exception;
}
