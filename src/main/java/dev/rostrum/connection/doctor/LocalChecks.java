package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.secret.Keep;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.connection.secret.SecretFailure;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.BackupFiles;
import dev.rostrum.store.FileHealth;
import dev.rostrum.store.StoreFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What lies on this computer: data file, disk, keychain. */
final class LocalChecks implements AutoCloseable {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    /** Below this a run of some size may not find room for its rows, its log and the day's backup. */
    private static final long LITTLE = GIB;

    /** Below this nothing should begin. */
    private static final long NOTHING = 100 * MIB;

    private static final Duration OLD_BACKUP = Duration.ofDays(7);

    private final Connection connection;
    private final DataFiles files;
    private final Keychain keychain;
    private final Clock clock;
    private volatile FileHealth looking;

    LocalChecks(Connection connection, DataFiles files, Keychain keychain, Clock clock) {
        this.connection = connection;
        this.files = files;
        this.keychain = keychain;
        this.clock = clock;
    }

    CheckResult dataFile() {
        Path file = files.of(connection);
        try {
            FileHealth health = new FileHealth(file, DataFiles.identity(connection));
            looking = health;
            int schema = health.check();
            return backup(file, schema);
        } catch (StoreFailure e) {
            if (e.what() == StoreFailure.Cause.MISSING) {
                return CheckResult.ok(Check.DATA_FILE, "none yet", "It is made when the connection is first used.");
            }
            return CheckResult.failed(Check.DATA_FILE, finding(e.what()), e.reason(), Who.YOU)
                    .withCode(e.what().name());
        } catch (Problem e) {
            return CheckResult.failed(Check.DATA_FILE, "no app id or tenant", e.reason(), Who.YOU);
        } finally {
            looking = null;
        }
    }

    private static String finding(StoreFailure.Cause reason) {
        return switch (reason) {
            case DAMAGED -> "damaged";
            case NOT_OURS -> "of another bot, tenant or program";
            case FOREIGN -> "not as Rostrum made it";
            case NEWER -> "of a newer version";
            case IN_USE -> "held by another program";
            case READ_ONLY -> "may not be written";
            case UNSAFE -> "open to others";
            case FULL -> "no room on the disk";
            case NETWORK -> "on another computer";
            case MISSING -> "none yet";
            case OTHER, LOST, NOT_CARRIED -> "cannot be opened";
        };
    }

    private CheckResult backup(Path file, int schema) {
        List<BackupFiles.Backup> all = new BackupFiles(file, DataFiles.identity(connection)).list();
        String sound = "intact, schema " + schema;
        if (all.isEmpty()) {
            return CheckResult.ok(
                    Check.DATA_FILE, sound + ", no backup yet", "The first is made a day after the file was.");
        }
        long days = Duration.between(all.get(0).at(), clock.instant()).toDays();
        String last = sound + ", last backup "
                + (days < 1
                        ? "within a day"
                        : days == 1 ? "a day ago" : String.format(Locale.ROOT, "%,d days ago", days));
        if (days <= OLD_BACKUP.toDays()) {
            return CheckResult.ok(Check.DATA_FILE, last);
        }
        return CheckResult.warning(
                Check.DATA_FILE,
                last,
                "One is made each day on which the connection is open for writing.",
                "Make one now: Settings, Backup and retention, or rostrum backup create.",
                Who.YOU);
    }

    CheckResult disk() {
        long free;
        try {
            free = FileHealth.freeBytes(files.of(connection));
        } catch (StoreFailure e) {
            return CheckResult.failed(Check.DISK, "not readable", e.reason(), Who.YOU);
        }
        String left = free >= GIB
                ? String.format(Locale.ROOT, "%,d GB free", free / GIB)
                : String.format(Locale.ROOT, "%,d MB free", free / MIB);
        if (free >= LITTLE) {
            return CheckResult.ok(Check.DISK, left);
        }
        String fix = "Make room on the disk of the data folder, or choose another folder with --data-dir.";
        return free < NOTHING
                ? CheckResult.failed(Check.DISK, left, "A run would stop before its first send.", fix, Who.YOU)
                : CheckResult.warning(Check.DISK, left, "A large run, or its backup, may not find room.", fix, Who.YOU);
    }

    CheckResult keychain() {
        boolean needed = connection.keeping().keep() == Keep.KEYCHAIN && connection.kind() != Connection.Kind.SANDBOX;
        try {
            keychain.tryOut();
            return CheckResult.ok(Check.KEYCHAIN, needed ? "answers" : "answers, not used by this connection");
        } catch (SecretFailure e) {
            String finding =
                    switch (e.trouble()) {
                        case ABSENT -> "none on this computer";
                        case UNANSWERED -> "does not answer within " + Keychain.PATIENCE.toSeconds() + " s";
                        default -> "refuses";
                    };
            if (!needed) {
                return CheckResult.ok(Check.KEYCHAIN, finding + ", not used by this connection");
            }
            return CheckResult.failed(Check.KEYCHAIN, finding, e.reason(), Who.YOU)
                    .withCode(e.trouble().name());
        }
    }

    /** Ends a look at the data file that was given up. */
    @Override
    public void close() {
        FileHealth under = looking;
        if (under != null) {
            under.cancel();
        }
    }
}
