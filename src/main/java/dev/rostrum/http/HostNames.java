package dev.rostrum.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up on threads of its own: the system's call takes as long as it likes, and can neither be interrupted nor given a
 * limit. A name of this computer is looked up once, must lead to a loopback address, and connections are made to that very address:
 * a name service that is asked again may answer otherwise.
 */
final class HostNames implements DnsResolver, AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 128;

    /** The system's name service. */
    interface Directory {
        InetAddress[] look(String host) throws UnknownHostException;
    }

    /** A name of this computer leads to another one. */
    static final class NotThisComputer extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        NotThisComputer() {
            super("The name leads to another computer");
        }
    }

    private final Duration limit;
    private final boolean own;
    private final Directory directory;
    private final Map<String, InetAddress[]> kept = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    /**
     * @param name of its threads
     * @param limit for one name
     * @param own whether every host is this computer
     */
    HostNames(String name, Duration limit, boolean own) {
        this(name, limit, own, InetAddress::getAllByName);
    }

    HostNames(String name, Duration limit, boolean own, Directory directory) {
        this.limit = limit;
        this.own = own;
        this.directory = directory;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String bare = host.toLowerCase(Locale.ROOT);
        if (!own && !bare.equals("localhost") && !bare.endsWith(".localhost")) {
            return look(host);
        }
        InetAddress[] known = kept.get(bare);
        if (known == null) {
            known = look(host);
            if (!Arrays.stream(known).allMatch(InetAddress::isLoopbackAddress)) {
                throw new NotThisComputer();
            }
            InetAddress[] first = kept.putIfAbsent(bare, known);
            known = first == null ? known : first;
        }
        return known.clone();
    }

    private InetAddress[] look(String host) throws UnknownHostException {
        if (host.matches("[0-9.]+|\\[.*]|.*:.*")) {
            return InetAddress.getAllByName(host);
        }
        Future<InetAddress[]> found;
        try {
            found = threads.submit(() -> directory.look(host));
        } catch (RejectedExecutionException e) {
            throw unknown("The name service is busy", e);
        }
        try {
            return found.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            found.cancel(true);
            throw unknown("The name service did not answer in time", e);
        } catch (ExecutionException e) {
            throw unknown("The name is not known", e.getCause());
        } catch (InterruptedException e) {
            found.cancel(true);
            Thread.currentThread().interrupt();
            throw unknown("Stopped while the name was looked up", e);
        }
    }

    private static UnknownHostException unknown(String message, Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
