package dev.rostrum.ui.settings;

import dev.rostrum.announce.AutomaticMessages.State;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Ticker;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.inbound.ListeningSwitch.Phase;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Whether what events ask for goes out, how many wait, and why. */
final class AutomaticStanding implements AutoCloseable {
    /** What is said, and how serious it is. */
    record Words(Tone tone, String words) {}

    private final Texts texts = Texts.of(AutomaticStanding.class);
    private final Tasks tasks;
    private final Times times;
    private final Optional<Workspace.Actions> actions;
    private final LatestTask reads = new LatestTask();
    private final ReadOnlyObjectWrapper<Words> words = new ReadOnlyObjectWrapper<>(this, "words");
    private final Coalesced<String> signs;
    private final Runs.Watch watch;
    private final ListeningSwitch.Watch ofListening;

    /**
     * @param open the connection that the window works on, or null while none is open
     * @param fx the way to the FX thread
     */
    AutomaticStanding(Workspace open, Tasks tasks, Executor fx, Delay delay, Ticker ticker, Clock clock) {
        this.tasks = tasks;
        times = new Times(clock);
        actions = open == null ? Optional.empty() : open.actions();
        signs = new Coalesced<>(fx, delay, ticker, any -> look());
        watch = actions.map(all -> all.automatic().watch(state -> signs.accept("")))
                .orElse(() -> {});
        ofListening = actions.map(all -> all.listening().watch(state -> signs.accept("")))
                .orElse(() -> {});
        signs.accept("");
    }

    /** Looks again, as after a change of the settings. */
    void look() {
        actions.ifPresent(all -> tasks.read(() -> Optional.ofNullable(said(
                        all.automatic().state(),
                        all.listening().state().phase() == Phase.OFF
                                && all.automatic().on())))
                .onOk(said -> words.set(said.orElse(null)))
                .onFail(e -> words.set(null))
                .startIn(reads));
    }

    /**
     * Nothing is said where nothing waits and nothing is wrong.
     *
     * @param deaf whether something is switched on, and nothing hears the events that would ask for it
     */
    Words said(State state, boolean deaf) {
        if (state.trouble() == null && deaf) {
            return new Words(Tone.WARNING, texts.get("automatic.deaf"));
        }
        if (state.trouble() == null) {
            return state.waiting() == 0
                    ? null
                    : new Words(Tone.NEUTRAL, texts.get("automatic.waiting", state.waiting()));
        }
        StringBuilder all = new StringBuilder(Sentences.whole(state.trouble()));
        if (state.waiting() > 0) {
            all.append(' ').append(texts.get("automatic.waiting", state.waiting()));
        }
        if (state.nextTry() != null) {
            all.append(' ').append(texts.get("automatic.next", times.moment(state.nextTry())));
        }
        return new Words(Tone.WARNING, all.toString());
    }

    /** What is to be said, or null. */
    ReadOnlyObjectProperty<Words> wordsProperty() {
        return words.getReadOnlyProperty();
    }

    @Override
    public void close() {
        watch.close();
        ofListening.close();
        signs.close();
        reads.drop();
    }
}
