package dev.rostrum.sandbox;

import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A day in the simulated tenant, of which Teams tells the bot: the bot is added to teams and by people, people join, leave, write,
 * change their minds; some events come again, some out of order, in all the forms that Teams gives them. What happens in which order
 * follows from the seed and the state of the tenant; when it is posted, from the clock.
 */
public final class SandboxDay {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxDay.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_TEAMS = 5;
    private static final int CAST_PER_TEAM = 12;
    private static final int LEAST_MEMBERS = 3;
    private static final int MOST_AT_ONCE = 3;
    private static final List<String> STOP_WORDS = List.of(
            "STOP", "<at>" + SandboxEvents.BOT_NAME + "</at>&nbsp;stop", "Unsubscribe.", "stopp!", "Arr\u00eat");
    private static final List<String> START_WORDS = List.of("START", "start!", "Unstop");

    /**
     * How a day is told.
     *
     * @param endpoint the bot's messaging endpoint, on this computer
     * @param seed what happens
     * @param events how many there are, repetitions not counted; with 200 everything happens that can
     * @param perSecond how many happen in a second; 0 for as fast as they are taken
     * @param deadline an answer that takes longer is late
     * @param repeatAfter after how long an event that was not accepted is posted again
     * @param repeats how often, at most
     * @param connections how many are under way at a time
     */
    public record Options(
            URI endpoint,
            long seed,
            int events,
            double perSecond,
            Duration deadline,
            Duration repeatAfter,
            int repeats,
            int connections) {
        private static final Duration TEAMS = Duration.ofSeconds(15);
        private static final Duration MOST = Duration.ofMinutes(10);
        private static final int MOST_EVENTS = 1_000_000;

        /** @throws Problem when the endpoint is none on this computer, or a number is out of range */
        public Options {
            String host = endpoint.getHost() == null ? "" : endpoint.getHost();
            boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
            if (!http || !SignInDocuments.LOOPBACK.matcher(host).matches() || endpoint.getRawUserInfo() != null) {
                throw Problem.wrongUse("sandbox.events.address", endpoint);
            }
            require(events >= 1 && events <= MOST_EVENTS, "sandbox.events.count", MOST_EVENTS, events);
            require(perSecond >= 0 && perSecond <= 10_000, "sandbox.events.rate", 10_000, perSecond);
            require(isTime(deadline) && isTime(repeatAfter), "sandbox.events.time", MOST.toMinutes());
            require(repeats >= 0 && repeats <= 10_000, "sandbox.events.repeats", 10_000, repeats);
            require(connections >= 1 && connections <= 64, "sandbox.events.connections", 64, connections);
        }

        /** A day of 200 events, five a second, as patient as Teams. */
        public static Options to(URI endpoint) {
            return new Options(endpoint, 1, 200, 5, TEAMS, TEAMS, 3, 4);
        }

        public Options withSeed(long newSeed) {
            return new Options(endpoint, newSeed, events, perSecond, deadline, repeatAfter, repeats, connections);
        }

        public Options withEvents(int count, double newPerSecond) {
            return new Options(endpoint, seed, count, newPerSecond, deadline, repeatAfter, repeats, connections);
        }

        public Options withRepeats(Duration after, int most) {
            return new Options(endpoint, seed, events, perSecond, deadline, after, most, connections);
        }

        public Options withDeadline(Duration newDeadline) {
            return new Options(endpoint, seed, events, perSecond, newDeadline, repeatAfter, repeats, connections);
        }

        public Options withConnections(int count) {
            return new Options(endpoint, seed, events, perSecond, deadline, repeatAfter, repeats, count);
        }

        private static boolean isTime(Duration time) {
            return !time.isNegative() && !time.isZero() && time.compareTo(MOST) <= 0;
        }

        private static void require(boolean holds, String code, Object... arguments) {
            if (!holds) {
                throw Problem.wrongUse(code, arguments);
            }
        }
    }

    /**
     * What came of a day.
     *
     * @param events how many happened that Teams tells
     * @param accepted how many of them were accepted in the end
     * @param givenUp how many were not
     * @param posts how many requests that took
     * @param outOfOrder how many were posted after some that happened later
     * @param silent how much happened that Teams tells nobody: blocks, and installing again
     */
    public record Outcome(int events, int accepted, int givenUp, int posts, int outOfOrder, int silent) {}

    /** What can happen, and how often compared with the others. */
    private enum Step {
        INSTALL(4),
        WRITE(10),
        STOP(2),
        START(2),
        EDIT(3),
        DELETE(2),
        BRING_BACK(1),
        REACT(2),
        READ(2),
        JOIN(6),
        LEAVE(5),
        RENAME(2),
        MENTION(5),
        MENTION_TWO(2),
        CHANNEL(1),
        UNINSTALL(2),
        REINSTALL(1),
        REINSTALL_SILENTLY(1),
        BLOCK(1),
        BOT_REMOVED(1),
        BOT_ADDED(1),
        TEAM_DELETED(1),
        TEAM_RESTORED(1);

        private final int weight;

        Step(int weight) {
            this.weight = weight;
        }

        private static final List<Step> WEIGHTED = Arrays.stream(values())
                .flatMap(step -> Collections.nCopies(step.weight, step).stream())
                .toList();
    }

    /** A message that somebody wrote today. */
    private record Written(String userId, String id, boolean deleted) {}

    /** An event that is posted once the one with another number has happened. */
    private record Held(int number, SandboxEvent event, SandboxEvent repetition, int after) {}

    private final SandboxServer server;
    private final SandboxEvents events;
    private final TenantChanges now;
    private final Tenant tenant;
    private final Options options;
    private final Random random;
    private final List<Integer> teams;
    private final List<Integer> cast = new ArrayList<>();
    /** Who has installed the bot today, and has it. */
    private final Set<Integer> installed = new LinkedHashSet<>();

    private final Set<Integer> uninstalled = new LinkedHashSet<>();
    /** Who asked for no more messages today, and not for messages again. */
    private final Set<Integer> stopped = new HashSet<>();

    /** Of whom the bot must not learn more today, since what it does not know is to stay so. */
    private final Set<Integer> quiet = new HashSet<>();

    private final List<Written> written = new ArrayList<>();
    private final List<SandboxEvent> happened = new ArrayList<>();
    private int silent;
    private int outOfOrder;
    private int lastPosted;

    SandboxDay(SandboxServer server, Tenant tenant, TenantChanges now, Options options) {
        this.server = server;
        this.events = server.events();
        this.tenant = tenant;
        this.now = now;
        this.options = options;
        this.random = new Random(options.seed());
        this.teams = IntStream.range(0, Math.min(MOST_TEAMS, tenant.teams().size()))
                .boxed()
                .toList();
        Set<Integer> chosen = new LinkedHashSet<>();
        for (int team : teams) {
            List<Integer> roster = now.roster(team);
            for (int i = 0; i < CAST_PER_TEAM; i++) {
                chosen.add(roster.get(random.nextInt(roster.size())));
            }
        }
        chosen.removeIf(now::isBlocked);
        cast.addAll(chosen);
    }

    /** Whether anything listens at the endpoint. */
    public boolean isAwaited() {
        URI endpoint = options.endpoint();
        int usual = "https".equals(endpoint.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(endpoint.getHost(), endpoint.getPort() < 0 ? usual : endpoint.getPort()),
                    (int) LOOK.toMillis());
            return true;
        } catch (IOException e) {
            LOG.debug("nothing listens at the messaging endpoint", e);
            return false;
        }
    }

    /**
     * Lets the day happen, once; returns when all events were accepted or given up.
     *
     * @param each is told of each post, in one of several threads
     */
    public Outcome play(Consumer<EventAnswer> each) throws IOException, InterruptedException {
        Tally tally = new Tally(each);
        List<Held> held = new ArrayList<>();
        int number = 0;
        long start = System.nanoTime();
        try (EventDelivery delivery = new EventDelivery(options, server::eventAuthorization, tally)) {
            Deque<Step> due = new ArrayDeque<>(List.of(Step.values()));
            for (int team : teams) {
                if (now.isDeleted(team)) {
                    happened.add(events.restored(teamId(team)));
                }
                happened.addAll(events.botAdded(teamId(team)));
            }
            while (number < options.events()) {
                while (happened.isEmpty()) {
                    happen(due);
                }
                number++;
                SandboxEvent event = inSomeForm(happened.remove(0));
                SandboxEvent repetition = repetition(event);
                waitFor(start, number);
                int wait = random.nextInt(10) == 0 ? 1 + random.nextInt(MOST_AT_ONCE) : 0;
                held.add(new Held(number, event, repetition, number + wait));
                post(held, number, delivery);
            }
            post(held, Integer.MAX_VALUE, delivery);
            delivery.await();
        }
        return new Outcome(number, tally.accepted(), tally.givenUp(), tally.posts(), outOfOrder, silent);
    }

    private void waitFor(long start, int number) throws InterruptedException {
        if (options.perSecond() > 0) {
            long at = start + (long) (TimeUnit.SECONDS.toNanos(number - 1L) / options.perSecond());
            TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
        }
    }

    /** Posts what need not wait for later events: the newest first, so that one that waited comes after one that did not. */
    private void post(List<Held> held, int number, EventDelivery delivery) throws InterruptedException {
        for (int i = held.size() - 1; i >= 0; i--) {
            Held one = held.get(i);
            if (one.after() <= number) {
                held.remove(i);
                outOfOrder += one.number() < lastPosted ? 1 : 0;
                lastPosted = Math.max(lastPosted, one.number());
                delivery.deliver(one.number(), one.event(), one.repetition());
            }
        }
    }

    private SandboxEvent inSomeForm(SandboxEvent event) {
        SandboxEvent.Variant[] variants = SandboxEvent.Variant.values();
        return random.nextInt(3) > 0 ? event : event.as(variants[random.nextInt(variants.length)]);
    }

    /** Of an event that comes again although it was accepted; half of those have a later time. */
    private SandboxEvent repetition(SandboxEvent event) {
        return switch (random.nextInt(20)) {
            case 0 -> event;
            case 1 -> event.at(events.later());
            default -> null;
        };
    }

    /** Each step once in the course of the day, and others by chance; what cannot be now waits. */
    private void happen(Deque<Step> due) throws IOException {
        if (!due.isEmpty() && random.nextInt(3) == 0) {
            Step step = due.poll();
            if (!take(step)) {
                due.add(step);
            }
        } else {
            take(Step.WEIGHTED.get(random.nextInt(Step.WEIGHTED.size())));
        }
    }

    /** Lets something happen, if it can. */
    private boolean take(Step step) throws IOException {
        return switch (step) {
            case INSTALL -> {
                Integer person = pick(
                        cast, one -> !installed.contains(one) && !uninstalled.contains(one) && !quiet.contains(one));
                if (person != null) {
                    happened.addAll(events.installs(userId(person)));
                    installed.add(person);
                }
                yield person != null;
            }
            case UNINSTALL -> {
                Integer person = pick(installed, one -> true);
                if (person != null) {
                    happened.add(events.uninstalls(userId(person)));
                    installed.remove(person);
                    uninstalled.add(person);
                }
                yield person != null;
            }
            case REINSTALL -> {
                Integer person = pick(uninstalled, one -> true);
                if (person != null) {
                    happened.add(events.reinstalls(userId(person)));
                    uninstalled.remove(person);
                    installed.add(person);
                }
                yield person != null;
            }
            case REINSTALL_SILENTLY -> {
                Integer person = silence(uninstalled);
                if (person != null) {
                    events.reinstallsSilently(userId(person));
                }
                yield person != null;
            }
            case BLOCK -> {
                Integer person = silence(installed);
                if (person != null) {
                    events.blocks(userId(person));
                }
                yield person != null;
            }
            case STOP, START -> {
                boolean stop = step == Step.STOP;
                Integer person = pick(installed, one -> stop != stopped.contains(one));
                if (person != null) {
                    List<String> words = stop ? STOP_WORDS : START_WORDS;
                    happened.add(events.asks(userId(person), words.get(random.nextInt(words.size())), stop));
                    if (!stopped.remove(person)) {
                        stopped.add(person);
                    }
                }
                yield person != null;
            }
            case WRITE, EDIT, DELETE, BRING_BACK, REACT, READ -> inChat(step);
            case BOT_ADDED -> {
                Integer team = pick(teams, one -> !now.isDeleted(one) && !now.hasBot(one));
                if (team != null) {
                    happened.addAll(events.botAdded(teamId(team)));
                }
                yield team != null;
            }
            case TEAM_RESTORED -> {
                Integer team = pick(teams, now::isDeleted);
                if (team != null) {
                    happened.add(events.restored(teamId(team)));
                }
                yield team != null;
            }
            default -> inTeam(step, pick(teams, now::hasBot));
        };
    }

    /** Takes somebody of whom nothing more is told today; not more than a quarter of all. */
    private Integer silence(Set<Integer> from) {
        Integer person = quiet.size() * 4 >= cast.size() ? null : pick(from, one -> true);
        if (person != null) {
            from.remove(person);
            quiet.add(person);
            silent++;
        }
        return person;
    }

    private boolean inChat(Step step) throws IOException {
        if (step == Step.WRITE) {
            Integer person = pick(installed, one -> true);
            if (person != null) {
                SandboxEvent event = events.writes(userId(person), "Message " + (written.size() + 1));
                happened.add(event);
                written.add(new Written(userId(person), event.id(), false));
            }
            return person != null;
        }
        boolean back = step == Step.BRING_BACK;
        Written message = pick(written, one -> one.deleted() == back && installed.contains(person(one.userId())));
        if (message == null) {
            return false;
        }
        happened.add(
                switch (step) {
                    case DELETE -> events.deletes(message.userId(), message.id());
                    case REACT -> events.reacts(message.userId(), message.id(), "like", random.nextBoolean());
                    case READ -> events.reads(message.userId(), message.id());
                    default -> events.edits(message.userId(), message.id(), "Another text", back);
                });
        if (step == Step.DELETE || back) {
            written.set(written.indexOf(message), new Written(message.userId(), message.id(), !back));
        }
        return true;
    }

    private boolean inTeam(Step step, Integer team) throws IOException {
        if (team == null) {
            return false;
        }
        String id = teamId(team);
        List<String> inside = people(one -> now.isMember(team, one));
        switch (step) {
            case JOIN -> {
                List<String> outside = people(one -> !now.isMember(team, one));
                if (outside.isEmpty()) {
                    return false;
                }
                happened.add(events.joins(id, outside));
            }
            case LEAVE -> {
                if (inside.isEmpty() || now.roster(team).size() < LEAST_MEMBERS + inside.size()) {
                    return false;
                }
                happened.add(events.leaves(id, inside, random.nextBoolean()));
            }
            case MENTION -> {
                if (inside.isEmpty()) {
                    return false;
                }
                happened.add(
                        events.mentions(id, inside.get(0), inside.subList(1, inside.size()), random.nextInt(4) == 0));
            }
            case MENTION_TWO -> {
                List<String> all = shuffled(one -> now.isMember(team, one));
                if (all.size() < 3) {
                    return false;
                }
                happened.add(events.mentions(id, all.get(0), all.subList(1, 3), false));
            }
            case RENAME ->
                happened.add(events.renamed(id, tenant.teams().get(team).name() + " " + (2 + random.nextInt(98))));
            case BOT_REMOVED -> happened.addAll(events.botRemoved(id));
            case TEAM_DELETED -> happened.add(events.deleted(id));
            default -> happened.add(events.channelCreated(id, "Channel " + (1 + random.nextInt(99))));
        }
        return true;
    }

    /** Up to three of the cast, by chance; of the quiet ones none. */
    private List<String> people(Predicate<Integer> which) {
        List<String> fitting = shuffled(which);
        return fitting.subList(0, Math.min(fitting.size(), 1 + random.nextInt(MOST_AT_ONCE)));
    }

    private List<String> shuffled(Predicate<Integer> which) {
        List<Integer> fitting = new ArrayList<>(
                cast.stream().filter(one -> !quiet.contains(one)).filter(which).toList());
        Collections.shuffle(fitting, random);
        return fitting.stream().map(this::userId).toList();
    }

    private <T> T pick(Iterable<T> from, Predicate<T> which) {
        List<T> fitting = new ArrayList<>();
        from.forEach(one -> {
            if (which.test(one)) {
                fitting.add(one);
            }
        });
        return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
    }

    private String teamId(int team) {
        return tenant.teams().get(team).id();
    }

    private String userId(int person) {
        return tenant.people().userId(person);
    }

    private int person(String userId) {
        return tenant.people().byUserId(userId).orElseThrow();
    }

    /** Counts what comes of the posts. */
    private static final class Tally implements Consumer<EventAnswer> {
        private final Consumer<EventAnswer> each;
        private int posts;
        private int givenUp;
        private final Set<Integer> accepted = new HashSet<>();

        Tally(Consumer<EventAnswer> each) {
            this.each = each;
        }

        @Override
        public synchronized void accept(EventAnswer answer) {
            posts++;
            if (answer.accepted()) {
                accepted.add(answer.number());
            } else if (answer.next() == EventAnswer.Next.GIVEN_UP && !accepted.contains(answer.number())) {
                givenUp++;
            }
            each.accept(answer);
        }

        synchronized int posts() {
            return posts;
        }

        synchronized int accepted() {
            return accepted.size();
        }

        synchronized int givenUp() {
            return givenUp;
        }
    }
}
