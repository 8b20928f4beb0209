package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.files.FolderPlace;
import dev.rostrum.sandbox.EventAnswer;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.sandbox.RateLimits;
import dev.rostrum.sandbox.SandboxDay;
import dev.rostrum.sandbox.SandboxEvent;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The simulated tenant alone, for programs and people that connect to it from elsewhere on this computer. */
@Command(name = "sandbox")
final class SandboxCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxCommand.class);

    /** Variable that the printed commands put the simulated secret into. */
    static final String VARIABLE = "ROSTRUM_SANDBOX_SECRET";

    static final String FOLDER = "sandbox-server";
    private static final int DEFAULT_TEAM = 250;
    private static final int MOST_TEAMS = 1_000;
    private static final int LARGEST_TEAM = 25_000;
    private static final Duration LOOK = Duration.ofHours(1);
    private static final Duration LISTENER_LOOK = Duration.ofSeconds(1);

    private final CommandSession session;

    @Option(names = "--port", paramLabel = "PORT", descriptionKey = "sandbox.port")
    private Integer port;

    @Option(names = "--users", paramLabel = "N", descriptionKey = "sandbox.users")
    private Integer users;

    @Option(names = "--teams", paramLabel = "N", descriptionKey = "sandbox.teams")
    private Integer teams;

    @Option(names = "--team-sizes", paramLabel = "SIZE", split = ",", descriptionKey = "sandbox.team-sizes")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--rate",
            arity = "1",
            paramLabel = "on|off|N",
            converter = Rate.class,
            completionCandidates = Completions.RateLimits.class,
            descriptionKey = "sandbox.rate")
    private RateLimits rate;

    @Option(names = "--latency", paramLabel = "TIME", converter = Latency.class, descriptionKey = "sandbox.latency")
    private Duration latency;

    @Option(names = "--faults", paramLabel = "FILE", descriptionKey = "sandbox.faults")
    private Path faults;

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "sandbox.seed")
    private Long seed;

    @Option(names = "--new-ids", descriptionKey = "sandbox.new-ids")
    private boolean newIds;

    @Option(names = "--folder", paramLabel = "FOLDER", descriptionKey = "sandbox.folder")
    private Path folder;

    @Option(names = "--events", paramLabel = "URL", descriptionKey = "sandbox.events")
    private URI events;

    @Option(names = "--event-count", paramLabel = "N", descriptionKey = "sandbox.event-count")
    private Integer eventCount;

    @Option(names = "--event-rate", paramLabel = "N", descriptionKey = "sandbox.event-rate")
    private Double eventRate;

    @Option(names = "--event-seed", paramLabel = "N", descriptionKey = "sandbox.event-seed")
    private Long eventSeed;

    @Option(
            names = "--event-repeat-after",
            paramLabel = "TIME",
            converter = Latency.class,
            descriptionKey = "sandbox.event-repeat-after")
    private Duration eventRepeatAfter;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "sandbox.json")
    private boolean json;

    SandboxCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        SandboxOptions options = options();
        SandboxDay.Options day = dayOptions();
        try (StopSignals.Watch stop = session.signals().watch();
                SandboxServer server = SandboxServer.start(options)) {
            terminal.note(CommandTexts.get("sandbox.begun"));
            if (faults != null) {
                terminal.note(CommandTexts.get(
                        "sandbox.rules", options.faults().rules().size(), faults));
            }
            if (json) {
                json(server);
            } else {
                text(server);
            }
            terminal.out().flush();
            Thread telling = day == null ? null : tell(server.day(day), day);
            while (!stop.await(LOOK)) {
                terminal.out().flush();
            }
            if (telling != null) {
                telling.interrupt();
                telling.join();
            }
        } catch (IOException e) {
            // Only its end can fail so: what is to be told stands in the request log.
            LOG.warn("the sandbox did not close in order", e);
        }
        terminal.note(CommandTexts.get("sandbox.ended"));
        return ExitStatus.DONE;
    }

    private SandboxOptions options() {
        SandboxOptions options = SandboxOptions.defaults(
                        folder == null
                                ? session.program().dataFolder().resolve(FOLDER)
                                : FolderPlace.usable(folder).toAbsolutePath())
                .withTeamSizes(teamSizes())
                .withNewIds(newIds);
        options = users == null ? options : options.withPeople(users);
        options = port == null ? options : options.withPort(port);
        options = rate == null ? options : options.withLimits(rate);
        options = latency == null ? options : options.withLatency(latency);
        options = faults == null ? options : options.withFaults(FaultPlan.read(faults));
        return seed == null ? options : options.withSeed(seed);
    }

    private SandboxDay.Options dayOptions() {
        if (events == null) {
            if (eventCount != null || eventRate != null || eventSeed != null || eventRepeatAfter != null) {
                throw Problem.wrongUse("sandbox.command.events");
            }
            return null;
        }
        SandboxDay.Options day = SandboxDay.Options.to(events);
        day = day.withSeed(eventSeed == null ? day.seed() : eventSeed)
                .withEvents(
                        eventCount == null ? day.events() : eventCount,
                        eventRate == null ? day.perSecond() : eventRate);
        return eventRepeatAfter == null ? day : day.withRepeats(eventRepeatAfter, day.repeats());
    }

    /** Plays the day in a thread of its own, once somebody listens; an interrupt ends it. */
    private Thread tell(SandboxDay day, SandboxDay.Options options) {
        Terminal terminal = session.terminal();
        Thread thread = new Thread(
                () -> {
                    try {
                        if (!day.isAwaited()) {
                            terminal.note(CommandTexts.get("sandbox.events.waiting", options.endpoint()));
                        }
                        while (!day.isAwaited()) {
                            Thread.sleep(LISTENER_LOOK.toMillis());
                        }
                        print(day.play(answer -> print(answer, options)));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException e) {
                        LOG.warn("the day ended early", e);
                        terminal.note(CommandTexts.get("sandbox.events.ended", e.toString()));
                    }
                },
                "sandbox-day");
        thread.start();
        return thread;
    }

    private void print(EventAnswer answer, SandboxDay.Options options) {
        SandboxEvent event = answer.event();
        String next = answer.next().name().toLowerCase(Locale.ROOT);
        if (json) {
            new JsonRow(session.terminal())
                    .put("event", answer.number())
                    .put("type", event.type())
                    .put("detail", event.detail())
                    .put("activityId", event.id())
                    .put("attempt", answer.attempt())
                    .put("status", answer.status())
                    .put("millis", answer.took().toMillis())
                    .put("next", next)
                    .print();
            return;
        }
        session.terminal()
                .result(CommandTexts.get(
                        "sandbox.event",
                        String.valueOf(answer.number()),
                        event.detail().isEmpty() ? event.type() : event.type() + " " + event.detail(),
                        answer.status() == 0
                                ? CommandTexts.get("sandbox.event.unanswered")
                                : String.valueOf(answer.status()),
                        String.valueOf(answer.took().toMillis()),
                        CommandTexts.get(
                                "sandbox.event." + next, options.repeatAfter().toMillis() / 1000.0)));
    }

    private void print(SandboxDay.Outcome outcome) {
        if (json) {
            new JsonRow(session.terminal())
                    .put("events", outcome.events())
                    .put("accepted", outcome.accepted())
                    .put("givenUp", outcome.givenUp())
                    .put("posts", outcome.posts())
                    .put("outOfOrder", outcome.outOfOrder())
                    .put("silent", outcome.silent())
                    .print();
            return;
        }
        session.terminal()
                .result(CommandTexts.get(
                        "sandbox.events.sum",
                        outcome.events(),
                        outcome.accepted(),
                        outcome.givenUp(),
                        outcome.posts(),
                        outcome.outOfOrder(),
                        outcome.silent()));
    }

    private List<Integer> teamSizes() {
        if (!sizes.isEmpty()) {
            if (users != null || teams != null) {
                throw Problem.wrongUse("sandbox.command.sizes");
            }
            return sizes;
        }
        return users == null && teams == null ? SandboxOptions.DEFAULT_TEAM_SIZES : spread(users, teams);
    }

    /** Teams of one size for so many people, of whom a tenth are in two teams, or as many as have room there. */
    static List<Integer> spread(Integer users, Integer teams) {
        int count = teams == null ? 1 : teams;
        if (count < 1 || (users != null && users < count)) {
            throw Problem.wrongUse("sandbox.command.empty");
        }
        long people = users == null ? (long) DEFAULT_TEAM * count : users;
        long room = (long) LARGEST_TEAM * count;
        long places = users == null || count == 1 ? people : Math.max(people, Math.min(Math.round(people * 1.1), room));
        if (count > MOST_TEAMS || places > room) {
            throw Problem.wrongUse("sandbox.command.many", MOST_TEAMS, LARGEST_TEAM);
        }
        List<Integer> spread = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spread.add((int) (places / count + (i < places % count ? 1 : 0)));
        }
        return spread;
    }

    private void text(SandboxServer server) {
        Terminal terminal = session.terminal();
        LabelledLines lines = new LabelledLines(terminal, "sandbox.column");
        lines.line("sandbox.serviceUrl", server.serviceUrl());
        lines.line("sandbox.tenantId", server.tenantId());
        lines.line("sandbox.appId", server.appId());
        lines.line("sandbox.clientSecret", server.clientSecret());
        lines.line("sandbox.requestLog", server.requestLog());
        for (SandboxTeam team : server.teams()) {
            lines.line("sandbox.team", team.name(), team.memberCount(), team.link());
        }
        terminal.result("");
        terminal.result(CommandTexts.get("sandbox.connect"));
        terminal.result("  export " + VARIABLE + "=" + CommandWords.argument(server.clientSecret()));
        terminal.result("  rostrum connection add local-sandbox --app-id " + server.appId() + " --tenant "
                + server.tenantId() + " --service-url " + server.serviceUrl() + " --secret-env " + VARIABLE);
        terminal.result("  rostrum connection use local-sandbox");
    }

    private void json(SandboxServer server) {
        new JsonRow(session.terminal())
                .put("serviceUrl", server.serviceUrl())
                .put("tenantId", server.tenantId())
                .put("appId", server.appId())
                .put("clientSecret", server.clientSecret())
                .put("requestLog", server.requestLog().toString())
                .put("teams", server.teams(), (row, team) -> row.put("id", team.id())
                        .put("teamId", team.id())
                        .put("name", team.name())
                        .put("link", team.link())
                        .put("memberCount", team.memberCount()))
                .print();
    }

    /** Takes on, off, or requests per second. */
    static final class Rate implements ITypeConverter<RateLimits> {
        private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");

        @Override
        public RateLimits convert(String value) {
            String given = value.toLowerCase(Locale.ROOT);
            if (NUMBER.matcher(given).matches()) {
                try {
                    return RateLimits.app(Integer.parseInt(given));
                } catch (Problem e) {
                    throw new TypeConversionException(Sentences.of(e));
                }
            }
            return switch (given) {
                case "on", "true" -> RateLimits.teams();
                case "off", "false", "0" -> RateLimits.off();
                default -> throw new TypeConversionException(CommandTexts.get("sandbox.rate.other", value));
            };
        }
    }

    /** Milliseconds, or a number with ms or s. */
    static final class Latency implements ITypeConverter<Duration> {
        private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6})(ms|s)?");

        @Override
        public Duration convert(String value) {
            Matcher match = SHAPE.matcher(value.strip().toLowerCase(Locale.ROOT));
            if (!match.matches()) {
                throw new TypeConversionException(CommandTexts.get("sandbox.latency.other", value));
            }
            long number = Long.parseLong(match.group(1));
            return "s".equals(match.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        }
    }
}
