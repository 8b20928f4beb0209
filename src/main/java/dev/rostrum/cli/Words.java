package dev.rostrum.cli;

import dev.rostrum.announce.Waiting;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import java.math.BigDecimal;

/** Values as words. */
final class Words {
    private Words() {}

    static String number(long n) {
        return Counts.of(n);
    }

    /** A rate that was chosen for one sending. */
    static String rate(double requestsPerSecond) {
        return "at most "
                + BigDecimal.valueOf(requestsPerSecond).stripTrailingZeros().toPlainString()
                + (requestsPerSecond == 1 ? " request" : " requests")
                + " a second; a lower rate of the connection holds";
    }

    static String count(long n, String one, String many) {
        return number(n) + " " + (n == 1 ? one : many);
    }

    static String connection(Connection connection) {
        return connection.name()
                + (connection.simulated() ? " (simulated)" : " (Teams tenant " + connection.tenantId() + ")");
    }

    static String waiting(Waiting.Kind kind) {
        return switch (kind) {
            case TEAMS_ASKED -> "waiting for Teams, which asked for it";
            case NOT_CONNECTED -> "waiting for the service to be reachable again";
            case QUIET_HOURS -> "waiting for the end of the quiet hours";
            case NOT_DUE -> "waiting for the next try of those who are left";
            case RATE_LOWERED -> "slower than set, since Teams asked for it";
            case PAUSING -> "pausing after the answers under way";
            case STOPPING -> "stopping after the answers under way";
        };
    }

    static String kind(Connection.Kind kind) {
        return switch (kind) {
            case SANDBOX -> "sandbox";
            case LOCAL -> "local";
            case TENANT -> "tenant";
        };
    }

    /** A name in quotes. */
    /** A reason as sentences; null for none. */
    static String said(Reason reason) {
        return reason == null ? null : Sentences.whole(reason);
    }

    static String quoted(String text) {
        return "\u201c" + text + "\u201d";
    }
}
