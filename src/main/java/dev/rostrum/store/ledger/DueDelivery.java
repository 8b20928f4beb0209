package dev.rostrum.store.ledger;

/**
 * A waiting delivery as the dispatcher needs it. {@code user} is the entry of the person whose ids are taken,
 * {@code conversationId} is null where none is known; {@code target} is the message in Teams that an edit or recall acts on, else null.
 * {@code identity} is the {@link dev.rostrum.store.people.IdentityVersion} under which it was read.
 */
public record DueDelivery(
        long id,
        long run,
        long user,
        String userId,
        String conversationId,
        String target,
        int attempts,
        boolean healed,
        long identity) {
    /** What the row's counter says while its create is under way. */
    int whileOpening() {
        return attempts + 1;
    }

    /** What the row's counter says while its send is under way: one more where a create came first. */
    int whileSending() {
        return conversationId == null ? attempts + 2 : attempts + 1;
    }
}
