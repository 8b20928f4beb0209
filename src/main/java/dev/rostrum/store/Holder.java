package dev.rostrum.store;

import java.time.Instant;

/**
 * The process that has a data file open for writing.
 *
 * @param command what it does, for example {@code console} or {@code announce}
 */
public record Holder(long pid, String command, Instant since) {}
