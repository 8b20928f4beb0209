package dev.rostrum.crash;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs in the killed process, called from lines that {@link PatchedProgram} puts into it. At the place and time that
 * {@code -Drostrum.point=NAME:N} names (the N-th passage), and at every later passage there, a thread says so and stops for
 * good; the one who listens kills the process.
 */
public final class Point {
    private static final String[] WANTED =
            System.getProperty("rostrum.point", ":0").split(":", 2);
    private static final AtomicInteger LEFT = new AtomicInteger(Integer.parseInt(WANTED[1]));
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final ConcurrentMap<Long, Supplier<?>> PUT_OFF = new ConcurrentHashMap<>();

    private Point() {}

    /** The line that tells of it, on standard output. */
    static String told(String name) {
        return "STANDS AT " + name;
    }

    public static void reach(String name) {
        if (!name.equals(WANTED[0]) || LEFT.decrementAndGet() > 0) {
            return;
        }
        System.out.println(told(name));
        System.out.flush();
        while (true) {
            try {
                NEVER.await();
            } catch (InterruptedException e) {
                System.err.println("still at " + name);
            }
        }
    }

    /** True the first time for this key: the work is kept for {@link #catchUp}, which runs it once. */
    public static boolean putOff(long key, Supplier<?> work) {
        return PUT_OFF.putIfAbsent(key, work) == null;
    }

    /** Runs what was put off under this key, and returns what it returns; null where there is nothing. */
    public static Object catchUp(long key) {
        Supplier<?> work = PUT_OFF.get(key);
        Object result = work == null ? null : work.get();
        PUT_OFF.remove(key);
        return result;
    }
}
