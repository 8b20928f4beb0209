package dev.rostrum.architecture.planted.sandbox;

import java.util.UUID;

class Chances {
    /** What this package may do. */
    UUID allowed() {
        return UUID.randomUUID();
    }
}
