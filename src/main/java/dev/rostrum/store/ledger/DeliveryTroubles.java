package dev.rostrum.store.ledger;

import java.time.Instant;

/**
 * What a row's own calls met so far: neither throttling nor a network that was away, which is everybody's trouble.
 *
 * @param tries answered 408, 412 or 5xx, or whose answer was lost
 * @param first when the first of them began, or null where there is none
 * @param mayHaveArrived whether an earlier send may have: one answered 502, 503 or 504 and repeated by choice, or one in
 *     doubt that the admin had sent again
 */
public record DeliveryTroubles(int tries, Instant first, boolean mayHaveArrived) {}
