package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.crash.CrashSite.End;
import dev.rostrum.crash.CrashSite.Moment;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.testing.ChildProgram.Launch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no kill can show: that the intent of a send has reached the disk before the first byte of its request leaves. The
 * system calls of a whole announcement are recorded by strace, one request in flight at a time. When a request's bytes
 * are written, the write-ahead log must have been written since the request before, and synced since. The same program
 * with {@code synchronous = NORMAL} must fail.
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
        assertThat(order.sends()).isEqualTo(PEOPLE);
        assertThat(order.early()).isZero();
    }

    @Test
    void withoutTheSyncTheTestFails() throws Exception {
        Order order = record(Variants.compiled(Variants.synchronousNormal(), folder.resolve("variant")));
        System.out.println("strace, synchronous = NORMAL: " + order);
        assertThat(order.sends()).isEqualTo(PEOPLE);
        assertThat(order.early()).isGreaterThan(PEOPLE * 9 / 10);
    }

    private Order record(Launch launch) throws Exception {
        Path trace = folder.resolve("trace");
        Launch traced = launch.under(List.of(
                "strace",
                "-f",
                "-y",
                "-s",
                "600",
                "-e",
                "trace=fsync,fdatasync,pwrite64,pwritev,write,writev,sendto,sendmsg",
                "-o",
                trace.toString()));
        try (CrashSite site = new CrashSite(folder, 1, Duration.ZERO, FaultPlan.seeded(1), PEOPLE)) {
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
            assertThat(site.check().atRest(PEOPLE).violations()).isEmpty();
        }
        return read(trace);
    }

    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)$");
    private static final Pattern SEND = Pattern.compile("POST [^ \"]*/v3/conversations/[^ \"/]+/activities ");

    private static Order read(Path trace) throws IOException {
        Map<String, String> unfinished = new HashMap<>();
        int[] count = new int[3];
        boolean[] wal = new boolean[2];
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            lines.forEach(line -> {
                Matcher call = CALL.matcher(line);
                Matcher resumed = RESUMED.matcher(line);
                String name;
                String rest;
                boolean done;
                if (call.matches()) {
                    name = call.group(2);
                    rest = call.group(3);
                    done = !rest.contains("<unfinished ...>");
                    if (!done) {
                        unfinished.put(call.group(1), rest);
                    }
                    // A request leaves, and a log is dirty, from the beginning of the call.
                    if (!name.endsWith("sync")) {
                        if (onLog(rest)) {
                            wal[0] = true;
                            wal[1] = true;
                        } else if (SEND.matcher(rest).find()) {
                            count[0]++;
                            count[1] += !wal[0] || wal[1] ? 1 : 0;
                            wal[0] = false;
                        }
                    }
                } else if (resumed.matches()) {
                    name = resumed.group(2);
                    rest = unfinished.getOrDefault(resumed.group(1), "") + resumed.group(3);
                    done = true;
                } else {
                    return;
                }
                // A sync counts from its end, when it went well.
                if (done && name.endsWith("sync") && onLog(rest) && rest.endsWith("= 0")) {
                    wal[1] = false;
                    count[2]++;
                }
            });
        }
        return new Order(count[0], count[1], count[2]);
    }

    private static boolean onLog(String arguments) {
        int end = arguments.indexOf('>');
        return end > 0 && arguments.substring(0, end).endsWith("-wal");
    }
}
