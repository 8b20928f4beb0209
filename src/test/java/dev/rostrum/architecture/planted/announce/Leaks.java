package dev.rostrum.architecture.planted.announce;

import dev.rostrum.architecture.planted.store.Rows;
import java.util.concurrent.Callable;

/** Lets the store's SQLException through without naming it. */
class Leaks {
    Object byCall(Rows rows) throws Exception {
        return rows.read();
    }

    Callable<Object> byReference(Rows rows) {
        return rows::read;
    }
}
