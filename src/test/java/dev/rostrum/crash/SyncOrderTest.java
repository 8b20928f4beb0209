package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.crash.CrashSite.End;
import dev.rostrum.crash.CrashSite.Moment;
import dev.rostrum.crash.LedgerCheck.Result;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.testing.ChildProgram.Launch;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no kill can show: that the intent of a send has reached the disk before the first byte of its request leaves. The
 * system calls of a whole announcement are recorded by strace. Before a request's bytes are written, the write-ahead log must
 * have been written with its intent, and synced since. The same program with {@code synchronous = NORMAL} must fail.
 */
@Tag("strace")
class SyncOrderTest {
    private static final int PEOPLE = 48;

    @TempDir
    Path folder;

    /**
     * @param sends requests that send a message
     * @param early those of them whose intent was not synced, or not written
     * @param syncs of the write-ahead log
     */
    private record Order(int sends, int early, int syncs) {}

    @Test
    void eachIntentIsSyncedBeforeItsRequestLeaves() throws Exception {
        Order order = record(Launch.rostrum());
        System.out.println("strace, synchronous = FULL: " + order);
        assertThat(order.sends()).isGreaterThan(40);
        assertThat(order.early()).isZero();
    }

    @Test
    void withoutTheSyncTheTestFails() throws Exception {
        Order order = record(Variants.compiled(Variants.synchronousNormal(), folder.resolve("variant")));
        System.out.println("strace, synchronous = NORMAL: " + order);
        assertThat(order.sends()).isGreaterThan(40);
        assertThat(order.early()).isGreaterThan(order.sends() * 9 / 10);
    }

    private Order record(Launch launch) throws Exception {
        Path trace = folder.resolve("trace");
        Launch traced = launch.under(List.of(
                "strace",
                "-f",
                "-y",
                "-s",
                "5000",
                "-e",
                "trace=fsync,fdatasync,pwrite64,pwritev,write,writev,sendto,sendmsg",
                "-o",
                trace.toString()));
        try (CrashSite site = new CrashSite(folder, 4, Duration.ZERO, FaultPlan.seeded(1), PEOPLE)) {
            site.sync();
            End end = site.run(
                    traced,
                    Moment.never(),
                    "announce",
                    "--text",
                    "Hello",
                    "--team",
                    site.team().id(),
                    "--yes");
            assertThat(end.status()).as(end.error()).isZero();
            Result result = site.check().atRest(PEOPLE);
            assertThat(result.violations()).isEmpty();
            Order order = read(trace);
            assertThat(order.sends()).as("sends that the trace shows").isEqualTo((int) result.posted());
            return order;
        }
    }

    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)$");
    private static final Pattern SEND = Pattern.compile("POST [^ \"]*/v3/conversations/([^ \"/]+)/activities ");

    /**
     * To each send belongs the first write of the log that names its conversation: the id becomes known by the commit that
     * holds the intent. A sync must have ended between that write and the request. Other commits may be under way then.
     */
    private static Order read(Path trace) throws IOException {
        List<String> logged = new ArrayList<>();
        List<Integer> loggedAt = new ArrayList<>();
        TreeSet<Integer> syncs = new TreeSet<>();
        Map<Integer, String> sends = new TreeMap<>();
        Map<String, String> unfinished = new HashMap<>();
        List<String> lines = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
        for (int at = 0; at < lines.size(); at++) {
            Matcher call = CALL.matcher(lines.get(at));
            Matcher resumed = RESUMED.matcher(lines.get(at));
            if (call.matches()) {
                String rest = call.group(3);
                boolean done = !rest.contains("<unfinished ...>");
                if (!done) {
                    unfinished.put(call.group(1), rest);
                }
                Matcher send = SEND.matcher(rest);
                if (call.group(2).endsWith("sync")) {
                    if (done && onLog(rest) && rest.endsWith("= 0")) {
                        syncs.add(at);
                    }
                } else if (onLog(rest)) {
                    logged.add(rest);
                    loggedAt.add(at);
                } else if (send.find()) {
                    sends.put(at, URLDecoder.decode(send.group(1), StandardCharsets.UTF_8));
                }
            } else if (resumed.matches() && resumed.group(2).endsWith("sync")) {
                // A sync counts from its end, when it went well.
                String begun = unfinished.getOrDefault(resumed.group(1), "");
                if (onLog(begun) && resumed.group(3).endsWith("= 0")) {
                    syncs.add(at);
                }
            }
        }
        int early = 0;
        for (Map.Entry<Integer, String> send : sends.entrySet()) {
            int first = 0;
            while (first < logged.size() && !logged.get(first).contains(send.getValue())) {
                first++;
            }
            Integer synced = first == logged.size() ? null : syncs.higher(loggedAt.get(first));
            early += synced == null || synced > send.getKey() ? 1 : 0;
        }
        return new Order(sends.size(), early, syncs.size());
    }

    private static boolean onLog(String arguments) {
        int end = arguments.indexOf('>');
        return end > 0 && arguments.substring(0, end).endsWith("-wal");
    }
}
