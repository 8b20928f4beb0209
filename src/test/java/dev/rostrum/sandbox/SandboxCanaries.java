package dev.rostrum.sandbox;

import java.util.ArrayList;
import java.util.List;

/** What every simulated tenant gives away by itself: its people's names, and the secrets it makes. */
public final class SandboxCanaries {
    /** Above that, people have a second given name. */
    private static final int NAMES = 11_232;

    /** Seeds that tests and the program start sandboxes with. */
    private static final List<Long> SEEDS = List.of(1L, 2L, 7L);

    private static final int ROTATIONS = 3;

    private SandboxCanaries() {}

    /** Names as Teams shows them, and the addresses up to the at sign. */
    public static List<String> names() {
        NameBook book = NameBook.load();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            names.add(book.name(i).display());
            names.add(book.name(i).address() + "@");
        }
        return names;
    }

    public static List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (long seed : SEEDS) {
            Tenant tenant = new Tenant(seed, List.of(12), NameBook.load());
            for (int rotations = 0; rotations <= ROTATIONS; rotations++) {
                secrets.add(tenant.clientSecret(rotations));
            }
        }
        return secrets;
    }
}
