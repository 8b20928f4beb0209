package dev.rostrum.ui.settings;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.announce.AutomaticMessages.State;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Whether what events ask for goes out, how many wait, and why. */
final class AutomaticStanding implements AutoCloseable {
    /** What is said, and how serious it is. */
    record Words(Tone tone, String words) {}

    private final Texts texts = Texts.of(AutomaticStanding.class);
    private final Times times;
    private final ReadOnlyObjectWrapper<Words> words = new ReadOnlyObjectWrapper<>(this, "words");
    private final Coalesced<State> states;
    private final Runs.Watch watch;

    /**
     * @param open the connection that the window works on, or null while none is open
     * @param fx the way to the FX thread
     */
    AutomaticStanding(Workspace open, Executor fx, Delay delay, Ticker ticker, Clock clock) {
        times = new Times(clock);
        states = new Coalesced<>(fx, delay, ticker, (Consumer<State>) state -> words.set(said(state)));
        Optional<AutomaticMessages> messages =
                open == null ? Optional.empty() : open.actions().map(Workspace.Actions::automatic);
        watch = messages.map(one -> one.watch(states)).orElse(() -> {});
        messages.ifPresent(one -> words.set(said(one.state())));
    }

    /** Nothing is said where nothing waits and nothing is wrong. */
    Words said(State state) {
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
        states.close();
    }
}
