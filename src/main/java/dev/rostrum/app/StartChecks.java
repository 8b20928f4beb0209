package dev.rostrum.app;

import java.util.Optional;
import java.util.Properties;

/** What must hold before anything is sent. */
final class StartChecks {
    private static final String RETRY = "jdk.httpclient.enableAllMethodRetry";

    private StartChecks() {}

    /** Why the program must not start, in a sentence, or empty. */
    static Optional<String> refusal(Properties system) {
        if (system.getProperty(RETRY) != null && !"false".equals(system.getProperty(RETRY))) {
            return Optional.of("Rostrum does not start while the Java property " + RETRY
                    + " is set: with it Java repeats messages by itself, and people would get them twice. Remove it.");
        }
        return Optional.empty();
    }
}
