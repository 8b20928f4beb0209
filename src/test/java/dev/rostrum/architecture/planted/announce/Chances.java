package dev.rostrum.architecture.planted.announce;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

class Chances {
    UUID idByCall() {
        return UUID.randomUUID();
    }

    Supplier<UUID> idByReference() {
        return UUID::randomUUID;
    }

    Random byConstructor() {
        return new Random();
    }

    Supplier<Random> byReference() {
        return Random::new;
    }

    double byMath() {
        return Math.random();
    }

    int byThread() {
        return ThreadLocalRandom.current().nextInt();
    }

    void byShuffle(List<String> list) {
        Collections.shuffle(list);
    }

    /** What everybody may do. */
    Random allowed(long seed) {
        return new Random(seed);
    }
}
