package dev.rostrum.cli;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.MessagingEndpoint;
import dev.rostrum.inbound.MessagingEndpoint.Answered;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes in what Teams tells the bot, until Ctrl+C. */
@Command(name = "listen")
final class ListenCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Lines that wait to be printed; where nobody reads them, no request waits for that. */
    private static final int MOST_LINES = 10_000;

    /** How often it looks whether a borrowed data file is free again. */
    private static final Duration LENT_LOOK = Duration.ofSeconds(2);

    private static final int SHORT_ID = 12;

    private final CommandSession session;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(MOST_LINES);
    private final AtomicLong leftOut = new AtomicLong();

    @Option(names = "--port", paramLabel = "N", descriptionKey = "listen.port")
    private int port = Listening.DEFAULT_PORT;

    @Option(names = "--host", paramLabel = "ADDRESS", descriptionKey = "listen.host")
    private String host = MessagingEndpoint.LOOPBACK;

    @Option(
            names = "--print-service",
            paramLabel = "systemd|windows",
            converter = ServiceText.Kind.Converter.class,
            completionCandidates = Completions.Services.class,
            descriptionKey = "listen.print-service")
    private ServiceText.Kind service;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "listen.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    private boolean secretAsked;
    private boolean secretMissing;
    private Reason told;

    /** What became of a request, and when. */
    private record Line(Instant at, Answered answered) {}

    ListenCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Listening.Place place = new Listening.Place(host, port);
        Connection connection = session.namedConnection();
        if (connection.kind() == Connection.Kind.SANDBOX) {
            throw Problem.wrongUse("endpoint.sandbox", place.url());
        }
        if (service != null) {
            print(service, connection, place);
            return ExitStatus.DONE;
        }
        try (StopSignals.Watch stop = session.signals().watch()) {
            Workspace workspace = session.write(connection, Listening.COMMAND, wait);
            while (workspace != null) {
                Optional<Reason> borrower = listen(workspace, place, stop);
                if (borrower.isEmpty()) {
                    return ExitStatus.DONE;
                }
                session.terminal().note(CommandTexts.get("listen.lent", Sentences.whole(borrower.get())));
                workspace = awaited(connection, stop);
            }
        }
        return ExitStatus.DONE;
    }

    /** Listens until it is to end, or another process asks for data file and port; then both are free. */
    private Optional<Reason> listen(Workspace opened, Listening.Place place, StopSignals.Watch stop)
            throws InterruptedException {
        Listening.Snapshot last;
        Optional<Reason> borrower;
        try (Workspace workspace = opened;
                Listening listening = workspace.act().listening().open(place, this::note)) {
            begin(listening.snapshot(), place);
            AutomaticMessages automatic = workspace.act().automatic();
            signIn(workspace.connection(), automatic);
            while (!stop.await(LOOK) && listening.wanted().isEmpty()) {
                print();
                requireFile();
                tell(automatic.state().trouble());
                session.terminal().progress(sum(listening.snapshot()));
            }
            last = listening.snapshot();
            borrower = stop.asked() ? Optional.empty() : listening.wanted();
        }
        print();
        session.terminal().note(CommandTexts.get("listen.ended", sum(last)));
        return borrower;
    }

    /** Events are believed without a secret. Only what is sent because of them needs one, and waits without. */
    private void signIn(Connection connection, AutomaticMessages automatic) {
        if (secretAsked || !automatic.on()) {
            return;
        }
        secretAsked = true;
        secret.offer(session, connection);
        secretMissing = !session.program().secrets().known(connection);
        if (secretMissing) {
            session.terminal().note(CommandTexts.get("listen.noSecret"));
        } else {
            automatic.tryAgain();
        }
    }

    /** What keeps messages from being sent that events ask for, once for each thing. */
    private void tell(Reason trouble) {
        boolean known = trouble == null || (told != null && told.code().equals(trouble.code()));
        if (!known && !(secretMissing && trouble.code().equals(AutomaticMessages.NO_SIGN_IN))) {
            session.terminal().note(Sentences.whole(trouble));
        }
        told = trouble;
    }

    /** Waits until the borrower has handed back, or was cut off; null where it is to end. */
    private Workspace awaited(Connection connection, StopSignals.Watch stop) throws InterruptedException {
        // The borrower looks for the free file several times a second.
        while (!stop.await(LENT_LOOK)) {
            try {
                return session.program()
                        .workspaces()
                        .open(
                                connection,
                                new Workspaces.Request(
                                        Workspaces.Access.WRITE,
                                        Listening.COMMAND,
                                        Duration.ZERO,
                                        session.terminal()::note));
            } catch (Problem e) {
                if (!ExitStatus.inUse(e)) {
                    throw e;
                }
            }
        }
        return null;
    }

    /** Where another process has taken the data file nothing can be kept any more; as a service it then begins anew. */
    private void requireFile() {
        session.program().lost().ifPresent(why -> {
            throw new Problem(Problem.Kind.FAILED, why, null);
        });
    }

    private void note(Answered answered) {
        if (!lines.offer(new Line(session.program().clock().instant(), answered))) {
            leftOut.incrementAndGet();
        }
    }

    private void begin(Listening.Snapshot listening, Listening.Place place) {
        Terminal terminal = session.terminal();
        URI address = listening.address();
        if (json) {
            new JsonRow(terminal)
                    .put("listening", address.toString())
                    .put("since", listening.since())
                    .print();
        } else {
            terminal.result(CommandTexts.get("listen.begun", address));
        }
        terminal.note(CommandTexts.get("listen.enter", MessagingEndpoint.PATH));
        if (!place.loopback()) {
            terminal.note(CommandTexts.get("listen.open", place.host()));
        }
        terminal.out().flush();
    }

    private void print() {
        for (Line line = lines.poll(); line != null; line = lines.poll()) {
            print(line);
        }
        long many = leftOut.getAndSet(0);
        if (many > 0) {
            session.terminal().note(CommandTexts.get("listen.leftOut", many));
        }
    }

    /** Of what is not believed nothing is repeated: anybody can write it. */
    private void print(Line line) {
        Answered answered = line.answered();
        InboundEvent.Key key =
                answered.status() == 200 ? answered.event().key() : new InboundEvent.Key(null, null, null, null);
        if (json) {
            new JsonRow(session.terminal())
                    .put("at", line.at())
                    .put("type", key.type())
                    .put("eventType", key.eventType())
                    .put("activityId", key.activityId())
                    .put("status", answered.status())
                    .put("code", answered.code())
                    .print();
            return;
        }
        String time = session.terminal().time(line.at());
        String type = key.eventType() == null ? key.type() : key.type() + " " + key.eventType();
        session.terminal()
                .result(
                        switch (answered.code()) {
                            case MessagingEndpoint.RECEIVED ->
                                CommandTexts.get("listen.kept", time, type, shortened(key.activityId()));
                            case MessagingEndpoint.REPEATED ->
                                CommandTexts.get("listen.repeated", time, type, shortened(key.activityId()));
                            default ->
                                CommandTexts.get(
                                        "listen.refused", time, String.valueOf(answered.status()), answered.code());
                        });
    }

    private static String shortened(String id) {
        if (id == null) {
            return "";
        }
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID) + "…";
    }

    private String sum(Listening.Snapshot listening) {
        String sum = CommandTexts.get("listen.sum", listening.received(), listening.repeated(), listening.refusals());
        return listening.lastAt() == null
                ? sum
                : CommandTexts.get("listen.sum.last", sum, session.terminal().time(listening.lastAt()));
    }

    /** It is told on standard output as it is, to be written into a file. */
    private void print(ServiceText.Kind kind, Connection connection, Listening.Place place) {
        connection.requireIds();
        Program program = session.program();
        ServiceText text = new ServiceText(
                program.launcher().orElseThrow(() -> Problem.failed("endpoint.noLauncher")),
                program.dataFolder(),
                connection.name(),
                place,
                secret.again());
        text.of(kind).forEach(session.terminal().out()::println);
        session.terminal().note(CommandTexts.get("listen.service.secret"));
    }
}
