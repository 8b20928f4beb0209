package dev.rostrum.cli;

import dev.rostrum.announce.Waiting;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.UserKind;
import dev.rostrum.words.Sentences;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Values as words. */
final class Words {
    private Words() {}

    static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
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

    static String people(long n) {
        return count(n, "person", "people");
    }

    /** A size of a file, roughly. */
    static String bytes(long bytes) {
        if (bytes < 1024 * 1024) {
            return number((bytes + 1023) / 1024) + " KB";
        }
        return String.format(Locale.ROOT, "%,.1f MB", bytes / (1024.0 * 1024.0));
    }

    /** A length of time, roughly. */
    static String about(Duration time) {
        long seconds = Math.max(1, time.plusMillis(500).toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        long minutes = (seconds + 30) / 60;
        return minutes < 90 ? minutes + " min" : number((minutes + 30) / 60) + " h";
    }

    static String connection(Connection connection) {
        return connection.name()
                + (connection.simulated() ? " (simulated)" : " (Teams tenant " + connection.tenantId() + ")");
    }

    static String state(DeliveryState state) {
        return switch (state) {
            case WAITING -> "Waiting";
            case OPENING -> "Opening conversation";
            case SENDING -> "Sending";
            case SENT -> "Accepted by Teams";
            case REFUSED -> "Refused";
            case IN_DOUBT -> "In doubt";
            case EXCLUDED -> "Left out";
            case CANCELLED -> "Cancelled";
        };
    }

    static String state(RunState state) {
        return switch (state) {
            case DRAFT -> "Draft";
            case SCHEDULED -> "Scheduled";
            case PLANNING -> "Planning";
            case RUNNING -> "Sending";
            case PAUSED -> "Paused";
            case STOPPING -> "Stopping";
            case DONE -> "Done";
            case STOPPED -> "Stopped";
        };
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

    static String pause(PauseReason reason) {
        return switch (reason) {
            case ASKED -> "It was paused.";
            case PROGRAM_ENDED -> "The program ended while it was sending.";
            case STORAGE -> "The data file could not be written.";
            case REFUSED_FOR_ALL -> "Teams refused in a way that is the same for everybody.";
            case TOO_MANY_FAILED -> "Too many were refused or are in doubt.";
            case SOMETHING_BETWEEN -> "Something between here and Teams answered in its place.";
            case NOT_CONNECTED -> "The service could not be reached.";
            case LONG_WAIT -> "Teams asked for a wait of more than an hour.";
            case CANARY -> "The first people were tried. Look at the outcome, then resume for the rest.";
            case NOT_STARTED -> "It was planned and not started.";
            case PROGRAM_FAULT -> "A part of Rostrum failed; see the log.";
            case RESTORED -> "The data file was restored from a backup; who waits may have been sent it since.";
        };
    }

    static String kind(JobKind kind) {
        return switch (kind) {
            case SEND -> "Send";
            case RESEND -> "Resend";
            case EDIT -> "Edit";
            case RECALL -> "Recall";
        };
    }

    /** A job with a parent, in a few words. */
    static String follows(JobKind kind, long parent) {
        return kind(kind).toLowerCase(Locale.ROOT) + " of " + parent;
    }

    static String act(AuditAct act) {
        return switch (act) {
            case PLANNED -> "Planned";
            case RESEND_PLANNED -> "Resend planned";
            case EDIT_PLANNED -> "Edit planned";
            case RECALL_PLANNED -> "Recall planned";
            case OVERRIDE -> "Guard overridden";
            case RETRY_GATEWAY -> "Repeating 502, 503, 504 chosen";
            case DISCARDED -> "Plan taken back";
            case STARTED -> "Started";
            case RESUMED -> "Resumed";
            case PAUSED -> "Paused";
            case STOPPED -> "Stopped";
            case ARRIVED -> "Doubt resolved: it arrived";
            case SEND_AGAIN -> "Doubt resolved: send again";
            case OPT_OUT_SET -> "Do not contact: set";
            case OPT_OUT_CLEARED -> "Do not contact: cleared";
            case BLOCK_CLEARED -> "Blocked the bot: cleared";
        };
    }

    static String kind(UserKind kind) {
        return switch (kind) {
            case MEMBER -> "member";
            case GUEST -> "guest";
            case EXTERNAL -> "external";
            case ANONYMOUS -> "anonymous";
            case UNKNOWN -> "unknown";
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
