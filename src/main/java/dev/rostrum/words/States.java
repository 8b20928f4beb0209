package dev.rostrum.words;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.ConversationHealth;
import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.EventState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.TeamState;
import dev.rostrum.domain.UserKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words for states, kinds and decisions. */
public final class States {
    private States() {}

    public static String of(DeliveryState state) {
        return texts().get("delivery." + key(state));
    }

    /**
     * As {@link #of(DeliveryState)}, where the admin may have decided or a program been cut off: what they decided is not said to be
     * the word of Teams.
     */
    private static String of(DeliveryState state, Reason reason) {
        if (reason != null && reason.code().equals(Reason.CUT_OFF)) {
            return texts().get("delivery.doubtful");
        }
        return Decision.ARRIVED.made(state, reason) ? texts().get("delivery.decided") : of(state);
    }

    /** "10,038 selected, 6,214 accepted by Teams, 2 refused", in the order of the parts. */
    public static String totals(long selected, List<String> parts) {
        String all = texts().get("count.selected", selected);
        return parts.isEmpty() ? all : texts().get("count.parts", all, String.join(", ", parts));
    }

    /**
     * So many that count as accepted, as a part of a sentence.
     *
     * @param decided of them by the admin's decision: Teams said nothing of these
     */
    public static String countAccepted(long number, long decided) {
        return decided == 0
                ? count(DeliveryState.SENT, number)
                : texts().get("count.delivery.decided", number, decided);
    }

    /** So many accepted messages of which this became, as a part of a sentence. */
    public static String count(MessageFate fate, long number) {
        return switch (fate) {
            case AS_SENT -> count(DeliveryState.SENT, number);
            case CHANGED -> texts().get("count.delivery.changed", number);
            case RECALLED -> texts().get("count.delivery.recalled", number);
        };
    }

    /** So many in this state, as a part of a sentence. */
    public static String count(DeliveryState state, long number) {
        return texts().get("count.delivery." + key(state), number);
    }

    /** So many whose request is under way, as a part of a sentence. */
    public static String countInFlight(long number) {
        return texts().get("count.delivery.flight", number);
    }

    public static String of(TeamState state) {
        return texts().get("team." + key(state));
    }

    /** How a conversation did in its last call. */
    public static String of(ConversationHealth health) {
        return texts().get("health." + key(health));
    }

    public static String of(RunState state) {
        return texts().get("run." + key(state));
    }

    public static String of(UserKind kind) {
        return texts().get("kind." + key(kind));
    }

    /** How a conversation id came to us. */
    public static String of(ConversationOrigin origin, boolean unverified) {
        return texts().get("origin." + (unverified ? "unverified" : key(origin)));
    }

    /** What a stored conversation is good for. */
    public static String of(ConversationState state) {
        return texts().get("conversation." + key(state));
    }

    /** What became of somebody in a job of this kind: a message changed or taken back is not one accepted. */
    public static String of(JobKind kind, DeliveryState state, Reason reason) {
        return switch (kind) {
            case SEND, RESEND -> of(state, reason);
            case EDIT -> state == DeliveryState.SENT ? texts().get("delivery.changed") : of(kind) + ": " + of(state);
            case RECALL -> state == DeliveryState.SENT ? texts().get("delivery.recalled") : of(kind) + ": " + of(state);
        };
    }

    /** What a request is for: "Send a message". */
    public static String of(RequestKind kind) {
        return texts().get("request." + key(kind));
    }

    /** How far an event is. */
    public static String of(EventState state) {
        return texts().get("event." + key(state));
    }

    /** Where an event came from. */
    public static String of(EventSource source) {
        return texts().get("event.from." + key(source));
    }

    public static String of(JobKind kind) {
        return texts().get("job." + key(kind));
    }

    /** A job with a parent, in a few words: "resend of 3". */
    public static String follows(JobKind kind, long parent) {
        return texts().get("job.follows." + key(kind), parent);
    }

    /** Why a run is paused, as a sentence. */
    public static String of(PauseReason reason) {
        return texts().get("pause." + key(reason));
    }

    /**
     * Why a run is paused, in sentences; none where somebody asked for it. The detail stands alone where it says all that the
     * reason says.
     *
     * @param reason or null
     * @param detail or null
     */
    public static List<String> paused(PauseReason reason, Reason detail) {
        List<String> said = new ArrayList<>();
        if (reason != null && reason != PauseReason.ASKED && (detail == null || !saidBy(detail, reason))) {
            said.add(of(reason));
        }
        if (detail != null) {
            said.add(Sentences.whole(detail));
        }
        return said;
    }

    private static boolean saidBy(Reason detail, PauseReason reason) {
        return switch (reason) {
            case SOMETHING_BETWEEN, LONG_WAIT, TOO_MANY_FAILED, NOT_CONNECTED, RESTORED -> true;
            case PROGRAM_FAULT -> detail.code().equals("pause.programFault");
            case ASKED, PROGRAM_ENDED, STORAGE, REFUSED_FOR_ALL, CANARY, NOT_STARTED, LOCK_LOST, PROMPTED -> false;
        };
    }

    /** What somebody did, in the past: "confirmed the plan". */
    public static String of(AuditAct act) {
        return texts().get("act." + key(act));
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Texts texts() {
        return Texts.of(States.class);
    }
}
