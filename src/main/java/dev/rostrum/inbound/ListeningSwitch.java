package dev.rostrum.inbound;

import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.inbound.Listening.Place;
import dev.rostrum.inbound.MessagingEndpoint.Answered;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The one owner of what listens for an open connection: nothing, what its settings say, or a listener service's place, which it holds
 * until it is closed. What goes wrong is in its state and hinders nobody. It is closed before the data file is.
 */
public final class ListeningSwitch implements AutoCloseable {
    /** What Teams calls somebody's message. */
    private static final String MESSAGE = "message";

    /** Whether it listens. */
    public enum Phase {
        OFF,
        STARTING,
        LISTENING,
        /** It should listen and cannot. */
        TROUBLE
    }

    /**
     * An event that was believed.
     *
     * @param type in lower case, as Teams calls it
     * @param eventType in lower case, or null
     */
    public record Arrival(Instant at, String type, String eventType) {}

    /**
     * How it stands.
     *
     * @param place where it listens or should; null where it is off
     * @param service whether a listener service holds the place, and gets it back when this is closed
     * @param trouble why it cannot listen, or null
     * @param counts what has come since it began, or null where it does not listen
     * @param last the newest event that was believed since then, or null
     * @param messages how many of the events were messages of people
     */
    public record State(
            Phase phase,
            Place place,
            boolean service,
            Reason trouble,
            Listening.Snapshot counts,
            Arrival last,
            long messages) {
        /** Nobody listens. */
        public static final State OFF = new State(Phase.OFF, null, false, null, null, null, 0);

        private State in(Phase other) {
            return new State(other, place, service, trouble, counts, last, messages);
        }

        private State with(Listening.Snapshot now) {
            return new State(phase, place, service, trouble, now, last, messages);
        }

        private State after(Arrival newest, boolean message) {
            return new State(phase, place, service, trouble, counts, newest, message ? messages + 1 : messages);
        }
    }

    /** Stops watching when closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private final BiFunction<Place, Consumer<Answered>, Listening> opener;
    private final Reason never;
    private final Clock clock;
    private final List<Consumer<State>> watchers = new CopyOnWriteArrayList<>();
    /** Held while it begins or ends to listen, which takes seconds; nobody who only looks waits for it. */
    private final Object changing = new Object();

    private final Object telling = new Object();
    private volatile State standing = State.OFF;
    private volatile Listening open;
    private boolean closed;

    /**
     * @param opener begins to listen; throws a {@link Problem} where it cannot
     * @param never why nobody can listen for this connection, whatever the place; or null
     */
    public ListeningSwitch(BiFunction<Place, Consumer<Answered>, Listening> opener, Reason never, Clock clock) {
        this.opener = opener;
        this.never = never;
        this.clock = clock;
    }

    /** Why nobody can listen for this connection, whatever the place. */
    public Optional<Reason> never() {
        return Optional.ofNullable(never);
    }

    /**
     * Begins to listen for whoever does nothing else and closes it.
     *
     * @param each is told of each request before its answer leaves; it must not block
     * @throws Problem where it cannot listen, as when the port is taken
     */
    public Listening open(Place place, Consumer<Answered> each) {
        synchronized (changing) {
            open = opened(place, each);
            return open;
        }
    }

    private Listening opened(Place place, Consumer<Answered> each) {
        if (never != null) {
            throw new Problem(Problem.Kind.FAILED, never, null);
        }
        return opener.apply(place, each);
    }

    /** What listens now. */
    public Optional<Listening> current() {
        return Optional.ofNullable(open);
    }

    /**
     * Listens there, or nowhere; tries again where it could not. In a listener service's place it stays. Takes seconds.
     *
     * @param wanted empty where it is to be off
     */
    public void follow(Optional<Place> wanted) {
        synchronized (changing) {
            if (closed || standing.service()) {
                return;
            }
            if (standing.phase() == Phase.LISTENING && wanted.equals(Optional.of(standing.place()))) {
                return;
            }
            end();
            wanted.ifPresentOrElse(place -> begin(place, false), () -> stands(State.OFF));
        }
    }

    /** Listens where the settings say, or nowhere, as {@link #follow(Optional)}. */
    public void follow(InboundSettings settings) {
        follow(settings.listen() ? Optional.of(new Place(settings.host(), settings.port())) : Optional.empty());
    }

    /** Listens in the place of a listener service until it is closed, whatever the settings say. */
    public void holdFor(Place service) {
        synchronized (changing) {
            if (!closed) {
                end();
                begin(service, true);
            }
        }
    }

    private void begin(Place place, boolean service) {
        try {
            stands(new State(Phase.STARTING, place, service, null, null, null, 0));
            open = opened(place, this::answered);
            synchronized (telling) {
                // Something may have come already.
                standing = standing.in(Phase.LISTENING);
            }
            tell();
        } catch (Problem e) {
            stands(new State(Phase.TROUBLE, place, service, e.reason(), null, null, 0));
        }
    }

    private void end() {
        Listening before = open;
        open = null;
        if (before != null) {
            before.close();
        }
    }

    private void answered(Answered answered) {
        if (answered.status() == 200) {
            InboundEvent.Key key = answered.event().key();
            // A repetition was counted when it came first.
            boolean message = key.type().equals(MESSAGE) && answered.code().equals(MessagingEndpoint.RECEIVED);
            synchronized (telling) {
                standing = standing.after(new Arrival(clock.instant(), key.type(), key.eventType()), message);
            }
        }
        tell();
    }

    private void stands(State state) {
        synchronized (telling) {
            standing = state;
        }
        tell();
    }

    /** One after the other, so that nobody is told an older state last. */
    private void tell() {
        synchronized (telling) {
            State now = state();
            watchers.forEach(watcher -> watcher.accept(now));
        }
    }

    /** How it stands now. Waits for nothing. */
    public State state() {
        State now = standing;
        Listening listening = open;
        return listening == null || now.phase() != Phase.LISTENING ? now : now.with(listening.snapshot());
    }

    /** Tells of every change, on any thread: a watcher must not wait. */
    public Watch watch(Consumer<State> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Ends what listens, for good; a service's place is free then. */
    @Override
    public void close() {
        synchronized (changing) {
            closed = true;
            end();
            stands(State.OFF);
        }
    }
}
