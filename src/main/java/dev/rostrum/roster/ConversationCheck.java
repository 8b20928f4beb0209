package dev.rostrum.roster;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.people.KeptConversations;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Stored conversations that are asked for anew (*Refresh id*), and those that are forgotten. Asking is a create without an activity:
 * it sends nothing and gives the id that is right now. Whether the person blocked or removed the bot only a message shows.
 */
public final class ConversationCheck {
    /** As many are asked for at once at most. */
    public static final int MAX = 200_000;

    /** How often one is asked for while Teams says that it is too much. */
    private static final int TRIES = 5;

    /**
     * A conversation and whose it is.
     *
     * @param userId pairwise id, or object id where no other is known
     */
    public record Target(String conversationId, String userId) {
        private KeptConversations.Named named() {
            return new KeptConversations.Named(conversationId, userId);
        }
    }

    public enum Outcome {
        SAME,
        /** Teams gave another id, which is stored now. */
        CHANGED,
        REFUSED,
        /** It was forgotten or replaced meanwhile. */
        GONE
    }

    /**
     * What became of one.
     *
     * @param id the id that is stored now
     * @param reason why it was refused, or null
     */
    public record Checked(Target target, Outcome outcome, String id, Reason reason) {}

    /** Conversations that were forgotten. */
    public interface Undo {
        int count();

        /**
         * Brings them back as they were, but those of people who have another one by now.
         *
         * @return how many came back
         */
        int putBack();
    }

    private final ConnectorClient connector;
    private final KeptConversations kept;

    public ConversationCheck(ConnectorClient connector, KeptConversations kept) {
        this.connector = connector;
        this.kept = kept;
    }

    /**
     * Asks for each of them, one after the other, at the connection's rate.
     *
     * @param each told of each when it is done
     * @param cancelled asked before each
     * @throws Problem when they are more than {@link #MAX}, or what went wrong concerns them all; what was found before is kept
     * @throws InterruptedException when cancelled
     */
    public void check(List<Target> targets, Consumer<Checked> each, BooleanSupplier cancelled)
            throws InterruptedException {
        if (targets.size() > MAX) {
            throw Problem.wrongUse("conversation.tooManyChecked", targets.size(), MAX);
        }
        long done = 0;
        try {
            for (Target target : targets) {
                if (cancelled.getAsBoolean()) {
                    throw new InterruptedException("The check was cancelled");
                }
                Checked checked = check(target);
                done++;
                each.accept(checked);
            }
        } finally {
            if (done > 0) {
                kept.noteChecked(done);
            }
        }
    }

    private Checked check(Target target) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                Answer<String> answer = connector.openConversation(target.userId());
                boolean same = answer.value().equals(target.conversationId());
                return kept.checked(target.named(), answer.value(), answer.status())
                        ? new Checked(target, same ? Outcome.SAME : Outcome.CHANGED, answer.value(), null)
                        : new Checked(target, Outcome.GONE, null, null);
            } catch (ConnectorFailure e) {
                Cause cause = Cause.of(Call.CREATE, e);
                if (cause.kind() == Cause.Kind.RECIPIENT) {
                    return kept.refused(target.named(), e.status(), e.code())
                            ? new Checked(target, Outcome.REFUSED, target.conversationId(), cause.reason())
                            : new Checked(target, Outcome.GONE, null, null);
                }
                // What passes was told to the pacer, which waits with the next one.
                boolean passes = cause.kind() == Cause.Kind.THROTTLED || cause.kind() == Cause.Kind.LATER;
                if (!passes || tries >= TRIES) {
                    throw new Problem(Problem.Kind.FAILED, cause.reason(), e);
                }
            }
        }
    }

    /**
     * Forgets these. The next message to the person asks for the conversation anew.
     *
     * @throws Problem when they are too many to be brought back
     */
    public Undo forget(Collection<Target> targets) {
        KeptConversations.Undo undo =
                kept.forget(targets.stream().map(Target::named).toList());
        return new Undo() {
            @Override
            public int count() {
                return undo.count();
            }

            @Override
            public int putBack() {
                return undo.putBack();
            }
        };
    }
}
