package dev.rostrum.announce;

import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.ledger.DraftStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drafts of announcements. What is typed is on disk within a second, and the rest when the data file is closed: however the program
 * ends, at most the last second is lost. One thread brings it there, so that nobody who types waits for a disk.
 */
public final class Drafts implements AutoCloseable {
    /** From the first change that is not on disk yet to its commit; changes in between go along. */
    static final Duration PATIENCE = Duration.ofMillis(400);

    /** After a commit that failed. */
    static final Duration AGAIN = Duration.ofSeconds(2);

    /** How long closing waits for what is not on disk yet. */
    private static final long CLOSE_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

    /** Is told what became of a draft, on the thread that brings it to disk: it must not wait for anybody. */
    public interface Listener {
        /** All of it that was known at that moment is on disk, or there is nothing to keep. */
        void kept();

        /** It is tried again by itself. */
        void notKept(Exception why);

        /** It was sent or deleted, and what is written from now on is kept nowhere. */
        void gone();
    }

    /** Following what is on disk; whoever closes it is told no more. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a deletion back. */
    @FunctionalInterface
    public interface Undo {
        /** @throws Problem where there is no room for it any more */
        void putBack();
    }

    private final DraftStore store;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor thread;
    /** Those that are being written; under its own lock. */
    private final Set<Open> open = new HashSet<>();

    private boolean closed;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    public Drafts(DraftStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "drafts");
            made.setDaemon(true);
            return made;
        });
        thread.setKeepAliveTime(10, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        // Closing brings what waits to disk by itself.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** A draft while somebody writes it. */
    public final class Open {
        private final Listener listener;
        /** Its number, 0 while it is not on disk. Only the thread that brings it there changes it. */
        private volatile long id;

        private Draft kept;
        /** What it began with, which is nothing of the admin's; for one that was on disk already it is empty. */
        private final Draft begun;
        // Under this object's lock.
        private Draft now;
        private boolean waiting;
        private boolean ended;

        private Open(long id, Draft kept, Draft begun, Listener listener) {
            this.id = id;
            this.kept = kept;
            this.begun = begun;
            this.now = kept;
            this.listener = listener;
        }

        /** What it is now. Returns at once. */
        public synchronized void change(Draft draft) {
            now = draft;
            wake(PATIENCE);
        }

        private synchronized void wake(Duration after) {
            if (waiting || ended) {
                return;
            }
            try {
                thread.schedule(this::keep, after.toMillis(), TimeUnit.MILLISECONDS);
                waiting = true;
            } catch (RejectedExecutionException e) {
                LOG.debug("A draft was changed while the data file is being closed");
            }
        }

        /** On the thread of the drafts. */
        private void keep() {
            Draft draft;
            synchronized (this) {
                waiting = false;
                draft = now;
                if (ended) {
                    return;
                }
            }
            try {
                boolean there = write(draft);
                if (there) {
                    listener.kept();
                } else {
                    end();
                    listener.gone();
                }
            } catch (RuntimeException e) {
                LOG.warn("a draft was not kept: {}", e.getClass().getSimpleName());
                listener.notKept(e);
                wake(AGAIN);
            }
        }

        /** @return whether the draft is still one */
        private boolean write(Draft draft) {
            if (draft.equals(kept)) {
                return true;
            }
            boolean nothing = draft.isEmpty() || draft.equals(begun);
            if (id == 0 && nothing) {
                kept = draft;
                return true;
            }
            if (nothing) {
                // Nothing is left of it: then it leaves nothing behind.
                store.remove(id);
                id = 0;
            } else if (id == 0) {
                id = store.add(draft, clock.instant());
            } else if (!store.save(id, draft, !draft.audience().equals(kept.audience()), clock.instant())) {
                return false;
            }
            kept = draft;
            moved();
            return true;
        }

        /**
         * Brings it to disk now, and waits for that.
         *
         * @return its number; null where it is not on disk
         */
        public Long settled() throws InterruptedException {
            try {
                thread.submit(this::keep).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
                LOG.warn("a draft was not brought to disk: {}", e.getClass().getSimpleName());
            }
            long number = id;
            return number == 0 ? null : Long.valueOf(number);
        }

        /** Nobody writes it any more; what is not on disk yet is brought there. */
        public void leave() {
            try {
                thread.execute(() -> {
                    keep();
                    end();
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("A draft was left while the data file is being closed");
            }
        }

        /** It has become an announcement, or is to be deleted: nothing of it is brought to disk any more. */
        public void end() {
            synchronized (this) {
                ended = true;
            }
            synchronized (open) {
                open.remove(this);
            }
        }

        /** Its number on disk, or 0. */
        public long id() {
            return id;
        }
    }

    /**
     * Begins a new one. It stands on disk as soon as there is something in it.
     *
     * @param with what was chosen elsewhere: an audience, as a rule. As long as it is that alone it leaves nothing behind
     */
    public Open begin(Draft with, Listener listener) {
        return track(new Open(0, with, with, listener));
    }

    /**
     * Goes on with one that is on disk.
     *
     * @param read what it is there
     */
    public Open resume(long id, Draft read, Listener listener) {
        return track(new Open(id, read, Draft.EMPTY, listener));
    }

    private Open track(Open made) {
        synchronized (open) {
            if (!closed) {
                open.add(made);
            }
        }
        return made;
    }

    /**
     * Follows what is on disk.
     *
     * @param told that there are other drafts, or others are in them; on any thread, and must not wait
     */
    public Watch watch(Runnable told) {
        watchers.add(told);
        return () -> watchers.remove(told);
    }

    private void moved() {
        watchers.forEach(Runnable::run);
    }

    /** Deletes a draft; empty where it is gone already. */
    public Optional<Undo> delete(long id) {
        Optional<Undo> undo = store.remove(id).map(removed -> () -> {
            store.putBack(removed);
            moved();
        });
        moved();
        return undo;
    }

    /**
     * A second draft like this one.
     *
     * @return its number; empty where this one is gone
     * @throws Problem when there are as many as may be
     */
    public Optional<Long> duplicate(long id) {
        return store.duplicate(id, clock.instant());
    }

    /**
     * A draft that says what an announcement says now, to those for whom that was meant.
     *
     * @return its number; empty where the announcement is gone
     * @throws Problem when there are as many as may be
     */
    public Optional<Long> ofAnnouncement(long announcementId) {
        return store.ofAnnouncement(announcementId, clock.instant());
    }

    /** Brings to disk what is not there yet. */
    @Override
    public void close() {
        List<Open> left;
        synchronized (open) {
            closed = true;
            left = List.copyOf(open);
        }
        try {
            left.forEach(one -> thread.execute(one::keep));
        } catch (RejectedExecutionException e) {
            LOG.debug("The drafts are closed already");
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("What was typed last could not be brought to disk within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        left.forEach(Open::end);
    }
}
