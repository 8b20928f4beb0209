package dev.rostrum.connector;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up on threads of its own: the system's call takes as long as it likes, and can neither be interrupted nor given a
 * limit.
 */
final class HostNames implements DnsResolver, AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 128;

    private final Duration limit;
    private final ThreadPoolExecutor threads;

    HostNames(String name, Duration limit) {
        this.limit = limit;
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
        if (host.matches("[0-9.]+|\\[.*]|.*:.*")) {
            return InetAddress.getAllByName(host);
        }
        Future<InetAddress[]> found;
        try {
            found = threads.submit(() -> InetAddress.getAllByName(host));
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
