package dev.rostrum.ui.settings;

/** What was typed on a page and is not stored. */
interface Unsaved {
    /** Of a page on which nothing is typed. */
    Unsaved NOTHING = new Unsaved() {
        @Override
        public boolean isChanged() {
            return false;
        }

        @Override
        public void drop() {}
    };

    boolean isChanged();

    /** Shows what is stored in its place. */
    void drop();
}
