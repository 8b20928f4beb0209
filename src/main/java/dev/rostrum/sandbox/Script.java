package dev.rostrum.sandbox;

import java.util.Optional;

/**
 * Decides for each request whether the sandbox behaves otherwise than Teams would. Called by many threads. A {@link FaultPlan} is one
 * that can be written down in a file.
 */
@FunctionalInterface
public interface Script {
    /** How to answer this request; empty leaves it to the next script, and to the sandbox itself after the last. */
    Optional<CannedAnswer> answer(RequestView request);
}
