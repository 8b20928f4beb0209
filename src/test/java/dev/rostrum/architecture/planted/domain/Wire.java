package dev.rostrum.architecture.planted.domain;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

class Wire {
    Supplier<ObjectMapper> json() {
        return ObjectMapper::new;
    }

    boolean disk(Path path) throws IOException {
        return Files.exists(path);
    }

    void thread() {
        new Thread().interrupt();
    }

    /** What everybody may do. */
    boolean allowed(Object o) {
        return o instanceof Serializable;
    }
}
