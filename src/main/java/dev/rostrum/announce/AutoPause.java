package dev.rostrum.announce;

import dev.rostrum.domain.PauseLimits;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Stops a run that goes wrong before it goes wrong for everybody: the same refusal for several people, sends in doubt one
 * after the other, or too large a share of the last recipients. Safe for use by many threads.
 */
final class AutoPause {
    private final PauseLimits limits;
    private final boolean[] bad;
    private int settled;
    private int badInWindow;
    private String lastCode;
    private final Set<String> refusedAlike = new HashSet<>();
    private int doubts;

    AutoPause(PauseLimits limits) {
        this.limits = limits;
        this.bad = new boolean[limits.window()];
    }

    synchronized void sent() {
        note(false);
        lastCode = null;
        refusedAlike.clear();
        doubts = 0;
    }

    /** @return why to pause now, a sentence, or empty */
    synchronized Optional<String> refused(String userId, String code, String cause) {
        note(true);
        if (!code.equals(lastCode)) {
            refusedAlike.clear();
            lastCode = code;
        }
        refusedAlike.add(userId);
        if (refusedAlike.size() >= limits.sameRefusals()) {
            return Optional.of(refusedAlike.size() + " people in a row were refused for the same cause: " + cause);
        }
        return share();
    }

    /** @return why to pause now, a sentence, or empty */
    synchronized Optional<String> inDoubt() {
        note(true);
        doubts++;
        if (doubts >= limits.doubts()) {
            return Optional.of(doubts + " sends in a row got no clear answer. Look at the network before you resume.");
        }
        return share();
    }

    private void note(boolean wentWrong) {
        int slot = settled % bad.length;
        if (settled >= bad.length && bad[slot]) {
            badInWindow--;
        }
        bad[slot] = wentWrong;
        if (wentWrong) {
            badInWindow++;
        }
        settled++;
    }

    private Optional<String> share() {
        if (settled < bad.length || badInWindow <= limits.share() * bad.length) {
            return Optional.empty();
        }
        return Optional.of(badInWindow + " of the last " + bad.length + " people were refused or are in doubt.");
    }
}
