package dev.rostrum.domain;

import java.time.Instant;

/**
 * A call that a delivery made in, or for, a person's conversation.
 *
 * @param announcement whose delivery
 * @param status 0 for none
 * @param code null for none
 * @param msCv null for none
 * @param latencyMillis null where no answer is known
 */
public record ConversationCall(
        Instant at, Call call, long announcement, long run, int status, String code, String msCv, Long latencyMillis) {}
