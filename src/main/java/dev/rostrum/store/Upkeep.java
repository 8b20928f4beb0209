package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import dev.rostrum.store.Session.Mode;
import dev.rostrum.store.StoreFailure.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done once a day beside a file that is open for writing, by a thread and connections of its own: every page is
 * checked, then a backup is made. Both only read, so that a run goes on meanwhile. A damaged file gets no backup: it
 * would push out the good ones.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration DAY = Duration.ofHours(24);
    private static final long LOOK_MILLIS = TimeUnit.HOURS.toMillis(1);

    /** How long closing waits for a backup that is being made, before it is given up. */
    private static final long CLOSE_MILLIS = 5_000;

    private static final String CHECKED_AT = "file_checked_at";

    private final Database database;
    private final FileIdentity identity;
    private final Clock clock;
    private final Consumer<Reason> notices;
    private final Thread thread;
    private final Object lock = new Object();
    private boolean closing;
    private Session reading;
    private volatile Reason finding;

    /**
     * @param checked whether every page was checked just now
     * @param notices told what the admin should know
     */
    Upkeep(Database database, FileIdentity identity, boolean checked, Clock clock, Consumer<Reason> notices) {
        this.database = database;
        this.identity = identity;
        this.clock = clock;
        this.notices = notices;
        this.thread = new Thread(() -> loop(checked), "store-upkeep");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /** What is the matter with the file, with what to do; empty while nothing was found. */
    Optional<Reason> finding() {
        return Optional.ofNullable(finding);
    }

    private void loop(boolean checked) {
        boolean sound = checked;
        boolean seenBefore = false;
        while (!closed()) {
            try {
                if (seenBefore) {
                    database.seeClock();
                }
                database.erasedFiles().goOn();
                if (!sound && checkDue()) {
                    check();
                }
                if (finding == null && backupDue()) {
                    BackupFiles.make(database.file(), identity, BackupFiles.Kind.DAILY, clock.instant(), this::hold);
                }
            } catch (StoreFailure e) {
                if (!closed()) {
                    LOG.warn("upkeep of the data file: {}", e.what());
                    notices.accept(Reason.of("backup.notToday", e.reason()));
                }
            } catch (SQLException e) {
                if (!closed()) {
                    LOG.warn("upkeep of the data file: {}", Failures.code(e));
                }
            } catch (RuntimeException e) {
                LOG.error("upkeep of the data file failed", e);
                return;
            }
            // From the second look on the file has been open for long enough to be checked again.
            sound = false;
            seenBefore = true;
            pause();
        }
    }

    private boolean checkDue() {
        long at = database.read(session -> {
            String value = session.text("SELECT value FROM setting WHERE key = '" + CHECKED_AT + "'");
            return value == null ? 0 : Long.parseLong(value);
        });
        return due(Instant.ofEpochMilli(at));
    }

    private boolean backupDue() {
        Instant made = database.read(session -> {
            String value = session.text("SELECT value FROM meta WHERE key = 'created_at'");
            return Instant.ofEpochMilli(value == null ? 0 : Long.parseLong(value));
        });
        Instant newest = new BackupFiles(database.file(), identity)
                .list().stream()
                        .filter(backup -> backup.kind() == BackupFiles.Kind.DAILY)
                        .map(BackupFiles.Backup::at)
                        .findFirst()
                        .orElse(made);
        return due(newest);
    }

    /** A time in the future is that of a clock that was wrong. */
    private boolean due(Instant last) {
        Instant now = clock.instant();
        return last.isAfter(now) || Duration.between(last, now).compareTo(DAY) >= 0;
    }

    private void check() throws SQLException {
        Path file = database.file();
        if (Files.notExists(file)) {
            return;
        }
        String answer;
        try (Session session = Session.open(file, Mode.READ)) {
            hold(session);
            try {
                answer = session.text("PRAGMA quick_check(1)");
            } finally {
                hold(null);
            }
        } catch (SQLException e) {
            if (Failures.of(e, file).what() != Cause.DAMAGED) {
                throw e;
            }
            answer = "damaged";
        }
        if ("ok".equals(answer)) {
            long now = clock.millis();
            database.write(session -> session.update(
                    "INSERT INTO setting (key, value) VALUES ('" + CHECKED_AT + "', ?)"
                            + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    Long.toString(now)));
            return;
        }
        finding = Failures.damaged(file, null).reason();
        LOG.error("the data file is damaged");
        notices.accept(finding);
    }

    /** Closing interrupts the session held here, and waits until it is let go before it is closed. */
    private void hold(Session session) {
        synchronized (lock) {
            reading = session;
            if (session != null && closing) {
                throw new StoreFailure(Cause.OTHER, null, "store.ending");
            }
        }
    }

    private boolean closed() {
        synchronized (lock) {
            return closing;
        }
    }

    private void pause() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            try {
                lock.wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }

    /** Lets a backup that is being made come to its end for 5 s, then gives it up. */
    @Override
    public void close() {
        boolean interrupted = false;
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
            synchronized (lock) {
                if (reading != null) {
                    reading.interrupt();
                }
            }
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (SQLException e) {
            LOG.warn("upkeep could not be interrupted: {}", Failures.code(e));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
