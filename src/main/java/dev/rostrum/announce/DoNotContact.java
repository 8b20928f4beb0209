package dev.rostrum.announce;

import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.people.OptOuts;
import java.util.Optional;

/** People to whom nothing is sent, from window or terminal. */
public final class DoNotContact {
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
     * @throws Problem when nobody of that id is cached
     */
    public void set(String userId, OptOut.Asker asker, String note) {
        optOuts.set(userId, asker, note);
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
