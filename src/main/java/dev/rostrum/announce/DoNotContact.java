package dev.rostrum.announce;

import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.people.ContactChange;
import dev.rostrum.store.people.OptOuts;
import java.util.Optional;

/** People to whom nothing is sent, from window or terminal. */
public final class DoNotContact {
    /** Takes a change back. */
    @FunctionalInterface
    public interface Undo {
        /** @throws Problem where something else was noted about the person since */
        void putBack();
    }

    private final OptOuts optOuts;

    public DoNotContact(OptOuts optOuts) {
        this.optOuts = optOuts;
    }

    /** What holds for this person, under whichever id of theirs it was noted. */
    public Optional<OptOut> find(String userId) {
        return optOuts.find(userId);
    }

    /**
     * Nothing is sent to this person from now on; what waits for them is cancelled when it would be sent.
     *
     * @param asker PERSON where they asked for it themselves: no override lifts that
     * @param note why, or null
     * @return takes it back
     * @throws Problem when nobody of that id is cached
     */
    public Undo set(String userId, OptOut.Asker asker, String note) {
        return undo(optOuts.set(userId, asker, note));
    }

    /**
     * May be written to again, also where they had blocked the bot.
     *
     * @param note why, or null; needed where the person had asked for it
     * @return takes it back; empty where nothing kept them out
     * @throws Problem when nobody of that id is cached, or where the note is missing
     */
    public Optional<Undo> letIn(String userId, String note) {
        return optOuts.letIn(userId, note).map(this::undo);
    }

    private Undo undo(ContactChange change) {
        return () -> optOuts.putBack(change);
    }

    /**
     * May be written to again.
     *
     * @param note why, or null; needed where the person had asked for it
     * @return whether there was anything to take away
     * @throws Problem when nobody of that id is cached, or where the note is missing
     */
    public boolean clear(String userId, String note) {
        return optOuts.clear(userId, note);
    }

    /**
     * Forgets that this person blocked the bot, so that the next send is tried.
     *
     * @return whether that was noted
     * @throws Problem when nobody of that id is cached
     */
    public boolean clearBlocked(String userId) {
        return optOuts.clearBlocked(userId);
    }
}
