package dev.rostrum.architecture.planted.announce;

import java.io.InputStream;
import java.util.function.Consumer;

class Streams {
    void byCall() {
        System.out.println();
    }

    Consumer<String> byReference() {
        return System.err::println;
    }

    InputStream input() {
        return System.in;
    }

    void byTrace(Exception e) {
        e.printStackTrace();
    }
}
