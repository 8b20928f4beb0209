package dev.rostrum.architecture.planted.app;

/** What this class alone may do. */
final class Main {
    private Main() {}

    static void allowed() {
        System.out.println();
        System.exit(0);
    }
}
