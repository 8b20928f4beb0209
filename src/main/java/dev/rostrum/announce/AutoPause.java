package dev.rostrum.announce;

import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Stops a run that goes wrong before it goes wrong for everybody: the same refusal or trouble for several people, sends in doubt one
 * after the other, or too large a share of the last recipients. Safe for use by many threads.
 */
final class AutoPause {
    private final PauseLimits limits;
    private final boolean[] bad;
    private int settled;
    private int badInWindow;
    private final Alike refused = new Alike();
    private final Alike troubled = new Alike();
    private int doubts;

    AutoPause(PauseLimits limits) {
        this.limits = limits;
        this.bad = new boolean[limits.window()];
    }

    synchronized void sent() {
        note(false);
        refused.clear();
        troubled.clear();
        doubts = 0;
    }

    /**
     * An answer after which the row waits, though nobody else has to.
     *
     * @return why to pause now, or empty
     */
    synchronized Optional<Reason> troubled(String userId, String code, Reason cause) {
        int alike = troubled.count(userId, code);
        return alike >= limits.sameRefusals() ? Optional.of(same("pause.sameTrouble", alike, cause)) : Optional.empty();
    }

    /** What can be done about the cause is said with it: it comes before going on. */
    private static Reason same(String code, int alike, Reason cause) {
        return Reason.of(code, alike, cause, Reason.of(Reason.STEP_OF, cause));
    }

    /** @return why to pause now, or empty */
    synchronized Optional<Reason> refused(String userId, String code, Reason cause) {
        note(true);
        int alike = refused.count(userId, code);
        if (alike >= limits.sameRefusals()) {
            return Optional.of(same("pause.sameRefusal", alike, cause));
        }
        return share();
    }

    /** @return why to pause now, or empty */
    synchronized Optional<Reason> inDoubt() {
        note(true);
        doubts++;
        if (doubts >= limits.doubts()) {
            return Optional.of(Reason.of("pause.doubts", doubts));
        }
        return share();
    }

    /** People who met the same, one after the other. */
    private static final class Alike {
        private String code;
        private final Set<String> people = new HashSet<>();

        int count(String userId, String itsCode) {
            if (!itsCode.equals(code)) {
                people.clear();
                code = itsCode;
            }
            people.add(userId);
            return people.size();
        }

        void clear() {
            code = null;
            people.clear();
        }
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

    private Optional<Reason> share() {
        if (settled < bad.length || badInWindow <= limits.share() * bad.length) {
            return Optional.empty();
        }
        return Optional.of(Reason.of("pause.share", badInWindow, bad.length));
    }
}
