package dev.rostrum.workspace;

import dev.rostrum.connection.Connection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of the open connection. On one thread, request after request, it closes what is open before it opens the next; a request
 * that a newer one has overtaken is not opened. So no data file is ever found locked by this program itself.
 */
public final class ConnectionSwitch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSwitch.class);
    private static final int QUEUE = 64;
    /** A connection that is being closed waits five seconds for answers, and then for its data file. */
    private static final long CLOSE_SECONDS = 30;

    /** Is told what became of the newest request; of those before it nothing. */
    public interface Listener {
        void opened(Workspace workspace);

        void notOpened(Connection connection, Exception why);
    }

    /** A connection to lead to, told apart from another request for the same one. */
    private static final class Request {
        private final Connection connection;

        Request(Connection connection) {
            this.connection = connection;
        }
    }

    private final Function<Connection, Workspace> opener;
    private final Executor teller;
    private final Listener listener;
    private final ThreadPoolExecutor thread;
    private volatile Request newest;
    private volatile Workspace open;
    private volatile boolean closed;

    /**
     * @param opener opens a connection; called on this switch's thread
     * @param teller where outcomes are told: the thread on which requests are made
     */
    public ConnectionSwitch(Function<Connection, Workspace> opener, Executor teller, Listener listener) {
        this.opener = opener;
        this.teller = teller;
        this.listener = listener;
        thread = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> {
            Thread made = new Thread(work, "rostrum-connection");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** What is open now, or null. */
    public Workspace open() {
        return open;
    }

    /** Leads to a connection. */
    public void to(Connection connection) {
        whileClosed(connection, () -> true, done -> {}, failure -> {});
    }

    /**
     * Leads to a connection, and does some work before, while nothing is open. The work is done and told whatever is requested
     * meanwhile; it does not hinder the opening.
     *
     * @param ok told what came of the work
     * @param fail told why nothing came of it
     */
    public <T> void whileClosed(
            Connection connection,
            Callable<? extends T> work,
            Consumer<? super T> ok,
            Consumer<? super Exception> fail) {
        Request request = new Request(connection);
        newest = request;
        try {
            thread.execute(() -> {
                closeOpen();
                if (!closed) {
                    work(work, ok, fail);
                    open(request);
                }
            });
        } catch (RejectedExecutionException e) {
            tell(request, () -> listener.notOpened(connection, e));
        }
    }

    /**
     * Does work on a data file that is not open here. What is open stays so; the next request waits, so that it does not find
     * the file in use.
     */
    public <T> void beside(Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail) {
        try {
            thread.execute(() -> {
                if (!closed) {
                    work(work, ok, fail);
                }
            });
        } catch (RejectedExecutionException e) {
            tell(() -> fail.accept(e));
        }
    }

    private <T> void work(Callable<? extends T> work, Consumer<? super T> ok, Consumer<? super Exception> fail) {
        try {
            T done = work.call();
            tell(() -> ok.accept(done));
        } catch (Exception e) {
            tell(() -> fail.accept(e));
        }
    }

    private void open(Request request) {
        if (request != newest) {
            return;
        }
        try {
            Workspace opened = opener.apply(request.connection);
            opened.views().users().keepOrders();
            open = opened;
            tell(request, () -> listener.opened(opened));
        } catch (RuntimeException e) {
            tell(request, () -> listener.notOpened(request.connection, e));
        }
    }

    private void tell(Request request, Runnable news) {
        tell(() -> {
            if (request == newest) {
                news.run();
            }
        });
    }

    private void tell(Runnable news) {
        teller.execute(() -> {
            if (!closed) {
                news.run();
            }
        });
    }

    private void closeOpen() {
        Workspace before = open;
        open = null;
        if (before != null) {
            try {
                before.close();
            } catch (RuntimeException e) {
                LOG.error("A connection could not be closed in order", e);
            }
        }
    }

    /** Closes what is open, also what is just being opened, and waits for that. It tells nothing from now on. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.execute(this::closeOpen);
        } catch (RejectedExecutionException e) {
            LOG.debug("The connection is being closed already");
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The connection was not closed within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
