package dev.rostrum.inbound;

import dev.rostrum.domain.InboundEvent;

/** Where authentic events are kept until they are worked on. */
@FunctionalInterface
public interface EventInbox {
    /**
     * Keeps the event; when this returns it is on the disk.
     *
     * @return false for a repetition of one that was kept before
     * @throws RuntimeException where it could not be kept
     */
    boolean receive(InboundEvent event);
}
