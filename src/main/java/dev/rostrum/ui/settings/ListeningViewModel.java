package dev.rostrum.ui.settings;

import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.inbound.ListeningSwitch.Phase;
import dev.rostrum.inbound.ListeningSwitch.State;
import dev.rostrum.inbound.MessagingEndpoint;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Events;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** How the console listens just now, what has come, and a check that Teams really reaches it. */
final class ListeningViewModel implements AutoCloseable {
    /** How long the check waits for a message. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Kinds of refusals that are named. */
    private static final int NAMED = 6;

    /** What is said, and how serious it is. */
    record Words(Tone tone, String words) {}

    /** Requests that were refused for one reason. */
    record Refused(long count, String why, String step) {}

    private final Texts texts = Texts.of(ListeningViewModel.class);
    private final Workspace open;
    private final Tasks tasks;
    private final Delay delay;
    private final Clock clock;
    private final Times times;
    private final LatestTask reads = new LatestTask();
    private final Coalesced<State> states;
    private final ListeningSwitch.Watch watch;

    private final ReadOnlyObjectWrapper<Words> status = new ReadOnlyObjectWrapper<>(this, "status");
    private final ReadOnlyBooleanWrapper trouble = new ReadOnlyBooleanWrapper(this, "trouble");
    private final ReadOnlyStringWrapper service = new ReadOnlyStringWrapper(this, "service", "");
    private final ReadOnlyStringWrapper address = new ReadOnlyStringWrapper(this, "address", "");
    private final ReadOnlyStringWrapper last = new ReadOnlyStringWrapper(this, "last", "");
    private final ReadOnlyStringWrapper counts = new ReadOnlyStringWrapper(this, "counts", "");
    private final ObservableList<Refused> refused = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper listening = new ReadOnlyBooleanWrapper(this, "listening");
    private final ReadOnlyBooleanWrapper checking = new ReadOnlyBooleanWrapper(this, "checking");
    private final ReadOnlyObjectWrapper<Words> check = new ReadOnlyObjectWrapper<>(this, "check");
    private final ReadOnlyBooleanWrapper nothingCame = new ReadOnlyBooleanWrapper(this, "nothingCame");

    private State state = State.OFF;
    private Instant earlier;
    /** Of the check: messages that had come before, and which check it is. */
    private long messagesBefore;

    private int checkNumber;

    /**
     * @param open the connection that the window works on, or null while none is open
     * @param fx the way to the FX thread
     */
    ListeningViewModel(Workspace open, Tasks tasks, Executor fx, Delay delay, Ticker ticker, Clock clock) {
        this.open = open;
        this.tasks = tasks;
        this.delay = delay;
        this.clock = clock;
        this.times = new Times(clock);
        states = new Coalesced<>(fx, delay, ticker, (Consumer<State>) this::stands);
        watch = owner().map(one -> one.watch(states)).orElse(() -> {});
        stands(owner().map(ListeningSwitch::state).orElse(State.OFF));
    }

    private Optional<ListeningSwitch> owner() {
        return open == null ? Optional.empty() : open.actions().map(Workspace.Actions::listening);
    }

    /** Why nobody can listen for this connection; empty where it is possible. */
    String never() {
        return owner().flatMap(ListeningSwitch::never).map(Sentences::whole).orElse("");
    }

    /** Reads when something came last, be it to another process. */
    void refresh() {
        if (open != null) {
            tasks.read(() -> open.views().lastEventAt())
                    .onOk(at -> {
                        earlier = at.orElse(null);
                        stands(owner().map(ListeningSwitch::state).orElse(State.OFF));
                    })
                    .onFail(e -> last.set(FailureTexts.words(e)))
                    .startIn(reads);
        }
    }

    /** Tries again where it could not listen. */
    void again() {
        State tried = state;
        if (tried.phase() == Phase.TROUBLE && !tried.service()) {
            owner().ifPresent(one -> tasks.lengthy(() -> {
                        one.follow(Optional.of(tried.place()));
                        return true;
                    })
                    .start());
        }
    }

    private void stands(State now) {
        state = now;
        Listening.Snapshot come = now.counts();
        status.set(
                switch (now.phase()) {
                    case OFF -> new Words(Tone.OUTLINE, texts.get("listening.off"));
                    case STARTING -> new Words(Tone.NEUTRAL, texts.get("listening.starting"));
                    case LISTENING ->
                        new Words(
                                Tone.SUCCESS,
                                come == null
                                        ? texts.get("listening.starting")
                                        : texts.get("listening.since", times.moment(come.since())));
                    case TROUBLE -> new Words(Tone.DANGER, Sentences.whole(now.trouble()));
                });
        trouble.set(now.phase() == Phase.TROUBLE && !now.service());
        service.set(now.service() ? texts.get("listening.service") : "");
        listening.set(now.phase() == Phase.LISTENING);
        // By port 0 any free one is meant; only what listens knows which.
        address.set(
                come != null
                        ? come.address().toString()
                        : now.place() == null ? "" : now.place().url());
        last.set(lastWords(now));
        counts.set(
                come == null ? "" : texts.get("listening.counts", come.received(), come.repeated(), come.refusals()));
        List<Refused> reasons = come == null ? List.of() : reasons(come.refused());
        if (!refused.equals(reasons)) {
            refused.setAll(reasons);
        }
        if (checking.get()) {
            lookAtCheck();
        }
    }

    private String lastWords(State now) {
        if (now.last() != null) {
            return texts.get(
                    "listening.last",
                    times.moment(now.last().at()),
                    Events.type(now.last().type(), now.last().eventType()));
        }
        if (earlier != null) {
            return texts.get("listening.last.earlier", times.moment(earlier));
        }
        return texts.get("listening.last.none");
    }

    private static List<Refused> reasons(Map<String, Long> codes) {
        return codes.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(NAMED)
                .map(code -> {
                    Reason why = MessagingEndpoint.refusal(code.getKey());
                    return new Refused(code.getValue(), Sentences.of(why), Sentences.step(why));
                })
                .toList();
    }

    // --- the check

    /** Waits for a message of anybody. */
    void startCheck() {
        if (!listening.get() || checking.get()) {
            return;
        }
        messagesBefore = state.messages();
        checkNumber++;
        int mine = checkNumber;
        nothingCame.set(false);
        checking.set(true);
        check.set(new Words(
                Tone.NEUTRAL,
                texts.get("check.waiting", times.moment(clock.instant().plus(PATIENCE)))));
        delay.after(PATIENCE, () -> {
            if (checking.get() && mine == checkNumber) {
                ended(Tone.WARNING, texts.get("check.nothing", PATIENCE.toMinutes()), true);
            }
        });
    }

    /** Waits no more. */
    void cancelCheck() {
        if (checking.get()) {
            ended(Tone.NEUTRAL, texts.get("check.cancelled"), false);
        }
    }

    private void lookAtCheck() {
        if (state.messages() > messagesBefore) {
            ended(
                    Tone.SUCCESS,
                    texts.get("check.came", times.moment(state.last().at())),
                    false);
        } else if (!listening.get()) {
            ended(Tone.WARNING, texts.get("check.stopped"), false);
        }
    }

    private void ended(Tone tone, String words, boolean nothing) {
        checking.set(false);
        check.set(new Words(tone, words));
        nothingCame.set(nothing);
    }

    // --- what is shown

    /** Whether it listens, in a sentence. */
    ReadOnlyObjectProperty<Words> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** Whether trying again may help. */
    ReadOnlyBooleanProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** That it listens in the place of a service; empty where it does not. */
    ReadOnlyStringProperty serviceProperty() {
        return service.getReadOnlyProperty();
    }

    /** Where a tunnel or a reverse proxy is to lead; empty where nothing listens or should. */
    ReadOnlyStringProperty addressProperty() {
        return address.getReadOnlyProperty();
    }

    /** When something came last. */
    ReadOnlyStringProperty lastProperty() {
        return last.getReadOnlyProperty();
    }

    /** How much came; empty where nothing listens. */
    ReadOnlyStringProperty countsProperty() {
        return counts.getReadOnlyProperty();
    }

    /** The most frequent first. */
    ObservableList<Refused> refused() {
        return refused;
    }

    ReadOnlyBooleanProperty listeningProperty() {
        return listening.getReadOnlyProperty();
    }

    /** Whether the check waits. */
    ReadOnlyBooleanProperty checkingProperty() {
        return checking.getReadOnlyProperty();
    }

    /** What the check says, or null before the first one. */
    ReadOnlyObjectProperty<Words> checkProperty() {
        return check.getReadOnlyProperty();
    }

    /** Whether the last check saw nothing come. */
    ReadOnlyBooleanProperty nothingCameProperty() {
        return nothingCame.getReadOnlyProperty();
    }

    @Override
    public void close() {
        watch.close();
        states.close();
        reads.drop();
        checking.set(false);
    }
}
