package dev.rostrum.ui.compose;

import dev.rostrum.domain.SavedList;

/** A kept list of people to choose. */
public final class ListChoice extends GroupChoice {
    private final SavedList list;

    ListChoice(SavedList list, boolean chosen, boolean leftOut) {
        super(chosen, leftOut);
        this.list = list;
    }

    public SavedList list() {
        return list;
    }

    @Override
    public String label() {
        return list.name();
    }

    @Override
    public Long people() {
        return list.people();
    }
}
