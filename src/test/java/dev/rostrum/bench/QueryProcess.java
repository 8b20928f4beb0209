package dev.rostrum.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PeopleFilter.Contact;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.PeopleIndex;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.store.query.Sort;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.store.query.UserQuery.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** What the People table asks of a data file of many people, in a process with the heap that the bench gives it. */
final class QueryProcess {
    private static final int PAGE = 200;

    /** Frequent, rare and absent words, short ones, other scripts, addresses, ids, two words, and those whose matches lie at the end of an order. */
    private static final List<String> WORDS = List.of(
            "zoe",
            "christopher",
            "stein",
            "berg",
            "contoso",
            "onmicrosoft",
            "qxzj",
            "nobody at all",
            "a",
            "zo",
            "\u738b",
            "\u0438\u0432\u0430\u043d",
            "anna ber",
            "yuyu",
            "xaxa.wo",
            "schm\u00fcl",
            "@emea.contoso.com",
            "zoe12",
            "29:1ab",
            "7777");

    private static final List<PeopleFilter> FILTERS = List.of(
            PeopleFilter.ALL,
            PeopleFilter.ALL.inTeam("19:team0").ofKinds(Set.of(UserKind.MEMBER)),
            PeopleFilter.ALL
                    .ofKinds(Set.of(UserKind.MEMBER, UserKind.GUEST))
                    .withContact(Set.of(Contact.CURRENT))
                    .contactedSince(PeopleFile.NOW.minus(Duration.ofDays(30))));

    private static final List<List<Sort<Column>>> SORTS = List.of(
            List.of(new Sort<>(Column.NAME, true)),
            List.of(new Sort<>(Column.LAST_ACCEPTED, false)),
            List.of(new Sort<>(Column.EMAIL, true)));

    private final Database database;
    private final UserQuery people;
    private final Random random = new Random(Tenant.SEED);
    private final List<String> fresh = new ArrayList<>();
    private final ObjectNode result = new ObjectMapper().createObjectNode();

    private QueryProcess(Database database) {
        this.database = database;
        this.people = new UserQuery(database);
    }

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        Path file = Path.of(settings.text("folder")).resolve("people.db");
        if (settings.text("task").equals("make")) {
            PeopleFile.make(file, settings.number("people"));
            System.out.println("result {}");
            System.exit(0);
        }
        try (Database database = PeopleFile.open(file)) {
            QueryProcess process = new QueryProcess(database);
            if (settings.text("task").equals("index")) {
                process.index(file);
            } else {
                process.queries(settings.number("times"));
            }
            System.out.println("result " + new ObjectMapper().writeValueAsString(process.result));
        }
        System.exit(0);
    }

    /** The index is made; meanwhile somebody searches, and somebody writes. */
    private void index(Path file) throws Exception {
        long begun = System.nanoTime();
        long size = Files.size(file);
        List<Double> writes = new ArrayList<>();
        List<Double> searches = new ArrayList<>();
        boolean whole = false;
        while (!whole) {
            long asked = System.nanoTime();
            database.write(session -> session.update("UPDATE setting SET value = value WHERE key = 'none'"));
            writes.add((System.nanoTime() - asked) / 1e6);
            if (writes.size() % 50 == 0) {
                long sought = System.nanoTime();
                people.select(PeopleFilter.ALL.searching("zoe")).open(PAGE, 0);
                searches.add((System.nanoTime() - sought) / 1e6);
            }
            whole = database.read(PeopleIndex::whole);
            Thread.sleep(20);
        }
        result.put("seconds", (System.nanoTime() - begun) / 1e9);
        put("write", writes);
        put("search", searches);
        result.put("megabytes", (Files.size(file) - size) / 1e6);
    }

    private void put(String name, List<Double> values) {
        double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();
        result.put(name + "Times", sorted.length);
        if (sorted.length > 0) {
            result.put(name + "P50", sorted[sorted.length / 2]);
            result.put(name + "P99", sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)]);
            result.put(name + "Worst", sorted[sorted.length - 1]);
        }
    }

    private void queries(int times) throws Exception {
        people.keepOrders();
        long begun = System.nanoTime();
        // What a window has read before its user looks for another column.
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("row-orders"))) {
            Thread.sleep(50);
        }
        result.put("ordersSeconds", (System.nanoTime() - begun) / 1e9);
        typed(4_000);
        mix(Math.max(40, times / 5), false);
        gc();
        double heap = heap();
        mix(times, true);
        order(times);
        all();
        gc();
        result.put("heap", heap);
        double[] after = new double[5];
        for (int i = 0; i < after.length; i++) {
            for (int n = 0; n < times / 3; n++) {
                one(random.nextInt(10_000), false);
            }
            gc();
            after[i] = heap();
        }
        result.put("heapGrowth", after[4] - after[0]);
        result.put("heaps", Arrays.toString(after));
    }

    private void mix(int times, boolean kept) throws Exception {
        List<Double> taken = new ArrayList<>();
        List<Double> few = new ArrayList<>();
        List<Double> many = new ArrayList<>();
        double worst = 0;
        for (int i = 0; i < times; i++) {
            int which = random.nextInt(10_000);
            Thread older = i % 5 == 0 ? older() : null;
            long asked = System.nanoTime();
            if (older != null) {
                older.interrupt();
            }
            long count = one(which, true);
            double milliseconds = (System.nanoTime() - asked) / 1e6;
            taken.add(milliseconds);
            (count <= 200_000 ? few : many).add(milliseconds);
            if (milliseconds > worst) {
                worst = milliseconds;
                result.put("mixWorstQuery", query(which).stored().replace('\n', ' ') + " " + which / 120 % 3);
            }
            if (older != null) {
                older.join();
            }
        }
        if (kept) {
            put("mix", taken);
            put("mixFew", few);
            put("mixMany", many);
        }
    }

    /** Every other one asks for what nobody has asked for: three to nine letters of somebody's name or address. */
    private PeopleFilter query(int which) {
        String word = which % 2 == 0 ? WORDS.get(which / 2 % 20) : fresh.get(which / 2 % fresh.size());
        return FILTERS.get(which / 40 % 3).searching(word);
    }

    private void typed(int many) {
        Snapshot<UserQuery.Row> all = people.select(PeopleFilter.ALL).open(PAGE, 0);
        while (fresh.size() < many) {
            for (UserQuery.Row row : all.page(random.nextInt((int) all.count()), 20)) {
                String text = random.nextInt(3) == 0 ? row.email() : row.name();
                int from = random.nextInt(Math.max(1, text.length() - 8));
                fresh.add(text.substring(from, Math.min(text.length(), from + 3 + random.nextInt(7)))
                        .strip());
            }
        }
    }

    private long one(int which, boolean page) {
        Snapshot<UserQuery.Row> found =
                people.select(query(which), SORTS.get(which / 120 % 3)).open(PAGE, 0);
        if (page && found.page(0, PAGE).size() != Math.min(PAGE, found.count())) {
            throw new IllegalStateException("a page is not whole");
        }
        return found.count();
    }

    /** A query that is under way, and that another one takes the place of. */
    private Thread older() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread older = new Thread(() -> {
            begun.countDown();
            try {
                people.select(PeopleFilter.ALL.searching("contoso.com")).open(PAGE, 0);
            } catch (StoreFailure e) {
                // That is what it is for.
            }
        });
        older.start();
        begun.await();
        Thread.sleep(3);
        return older;
    }

    /** Without text: another order, the end, a page. */
    private void order(int times) {
        List<Double> sorts = new ArrayList<>();
        List<Double> jumps = new ArrayList<>();
        List<Double> pages = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Column column = Column.values()[random.nextInt(Column.values().length)];
            PeopleFilter filter = random.nextInt(3) == 0 ? FILTERS.get(1) : PeopleFilter.ALL;
            long asked = System.nanoTime();
            Snapshot<UserQuery.Row> found = people.select(filter, List.of(new Sort<>(column, random.nextBoolean())))
                    .open(PAGE, 0);
            long sorted = System.nanoTime();
            found.page(Math.max(0, found.count() - PAGE), PAGE);
            long jumped = System.nanoTime();
            found.page(random.nextInt((int) Math.max(1, found.count())) / PAGE * PAGE, PAGE);
            pages.add((System.nanoTime() - jumped) / 1e6);
            sorts.add((sorted - asked) / 1e6);
            jumps.add((jumped - sorted) / 1e6);
        }
        put("sort", sorts);
        put("jump", jumps);
        put("page", pages);
    }

    /** "Select all" is a rule; what it takes is its number. */
    private void all() {
        List<Double> few = new ArrayList<>();
        List<Double> many = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (String word : WORDS) {
                for (PeopleFilter filter : FILTERS) {
                    long asked = System.nanoTime();
                    long count = people.select(filter.searching(word)).count();
                    (count <= 200_000 ? few : many).add((System.nanoTime() - asked) / 1e6);
                }
            }
            long asked = System.nanoTime();
            people.select(PeopleFilter.ALL).count();
            many.add((System.nanoTime() - asked) / 1e6);
        }
        put("allFew", few);
        put("allMany", many);
    }

    private static void gc() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
    }

    private static double heap() {
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6;
    }
}
