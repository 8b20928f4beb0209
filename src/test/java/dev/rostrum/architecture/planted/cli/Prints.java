package dev.rostrum.architecture.planted.cli;

class Prints {
    /** What this package may do. */
    void allowed() {
        System.out.println();
    }
}
