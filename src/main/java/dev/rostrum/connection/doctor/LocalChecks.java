package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.secret.Keychain;
import dev.rostrum.connection.secret.SecretFailure;
import dev.rostrum.connection.secret.SecretLocation;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.BackupFiles;
import dev.rostrum.store.FileHealth;
import dev.rostrum.store.StoreFailure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

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
            FileHealth.Index index = health.index();
            return index.done() < index.all()
                    ? CheckResult.warning(
                            Check.DATA_FILE,
                            Reason.of("doctor.file.index", schema, index.done(), index.all()),
                            Reason.of("doctor.file.index.meaning"),
                            Reason.of("doctor.file.index.fix"),
                            Responsible.YOU)
                    : backup(file, schema);
        } catch (StoreFailure e) {
            if (e.what() == StoreFailure.Cause.MISSING) {
                return CheckResult.ok(
                        Check.DATA_FILE, Reason.of("doctor.file.none"), Reason.of("doctor.file.none.meaning"));
            }
            return CheckResult.failed(Check.DATA_FILE, Reason.of(finding(e.what())), e.reason(), Responsible.YOU)
                    .withCode(e.what().name());
        } catch (Problem e) {
            return CheckResult.failed(Check.DATA_FILE, Reason.of("doctor.file.noIds"), e.reason(), Responsible.YOU);
        } finally {
            looking = null;
        }
    }

    private static String finding(StoreFailure.Cause reason) {
        return switch (reason) {
            case DAMAGED -> "doctor.file.damaged";
            case NOT_OURS -> "doctor.file.notOurs";
            case FOREIGN -> "doctor.file.foreign";
            case NEWER -> "doctor.file.newer";
            case IN_USE -> "doctor.file.inUse";
            case READ_ONLY -> "doctor.file.readOnly";
            case UNSAFE -> "doctor.file.unsafe";
            case FULL -> "doctor.file.full";
            case NETWORK -> "doctor.file.network";
            case MISSING -> "doctor.file.none";
            case OTHER, LOST, NOT_CARRIED -> "doctor.file.unopened";
        };
    }

    private CheckResult backup(Path file, int schema) {
        List<BackupFiles.Backup> all = new BackupFiles(file, DataFiles.identity(connection)).list();
        if (all.isEmpty()) {
            return CheckResult.ok(
                    Check.DATA_FILE,
                    Reason.of("doctor.file.noBackup", schema),
                    Reason.of("doctor.file.noBackup.meaning"));
        }
        long days = Duration.between(all.get(0).at(), clock.instant()).toDays();
        Reason last = Reason.of("doctor.file.backup", schema, Math.max(0, days));
        if (days <= OLD_BACKUP.toDays()) {
            return CheckResult.ok(Check.DATA_FILE, last);
        }
        return CheckResult.warning(
                Check.DATA_FILE,
                last,
                Reason.of("doctor.file.backup.meaning"),
                Reason.of("doctor.file.backup.fix"),
                Responsible.YOU);
    }

    CheckResult disk() {
        long free;
        try {
            free = FileHealth.freeBytes(files.of(connection));
        } catch (StoreFailure e) {
            return CheckResult.failed(Check.DISK, Reason.of("doctor.disk.unread"), e.reason(), Responsible.YOU);
        }
        Reason left = free >= GIB
                ? Reason.of("doctor.disk.gigabytes", free / GIB)
                : Reason.of("doctor.disk.megabytes", free / MIB);
        if (free >= LITTLE) {
            return CheckResult.ok(Check.DISK, left);
        }
        Reason fix = Reason.of("doctor.disk.fix");
        return free < NOTHING
                ? CheckResult.failed(Check.DISK, left, Reason.of("doctor.disk.none.meaning"), fix, Responsible.YOU)
                : CheckResult.warning(Check.DISK, left, Reason.of("doctor.disk.little.meaning"), fix, Responsible.YOU);
    }

    CheckResult keychain() {
        boolean needed = connection.secretStorage().location() == SecretLocation.KEYCHAIN
                && connection.kind() != Connection.Kind.SANDBOX;
        try {
            keychain.tryOut();
            Reason finding = Reason.of("doctor.keychain.answers");
            return CheckResult.ok(Check.KEYCHAIN, needed ? finding : Reason.of("doctor.keychain.unused", finding));
        } catch (SecretFailure e) {
            Reason finding =
                    switch (e.trouble()) {
                        case ABSENT -> Reason.of("doctor.keychain.none");
                        case UNANSWERED -> Reason.of("doctor.keychain.unanswered", Keychain.PATIENCE);
                        default -> Reason.of("doctor.keychain.refuses");
                    };
            if (!needed) {
                return CheckResult.ok(Check.KEYCHAIN, Reason.of("doctor.keychain.unused", finding));
            }
            return CheckResult.failed(Check.KEYCHAIN, finding, e.reason(), Responsible.YOU)
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
