package dev.rostrum.architecture.planted.announce;

import java.util.function.IntConsumer;

class Exits {
    void bySystem() {
        System.exit(1);
    }

    IntConsumer byReference() {
        return System::exit;
    }

    IntConsumer byRuntime() {
        return Runtime.getRuntime()::halt;
    }
}
