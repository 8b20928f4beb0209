package dev.rostrum.ui.announcements;

import dev.rostrum.domain.Message;
import dev.rostrum.domain.User;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Sends the message that is being written to whoever was picked as "me", to be looked at in Teams. */
final class ToMeViewModel implements AutoCloseable {
    /** What became of it: Teams accepted it, or why not. */
    record Outcome(boolean accepted, String words) {}

    private final Texts texts = Texts.of(ToMeViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final LatestTask looks = new LatestTask();
    private final ReadOnlyObjectWrapper<User> me = new ReadOnlyObjectWrapper<>(this, "me");
    private final ReadOnlyBooleanWrapper sending = new ReadOnlyBooleanWrapper(this, "sending");
    private final ReadOnlyObjectWrapper<Outcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome");
    private boolean closed;

    ToMeViewModel(Workspace workspace, Tasks tasks) {
        this.workspace = workspace;
        this.tasks = tasks;
    }

    /** Reads who "me" is now. */
    void refresh() {
        tasks.read(() -> workspace.views().me().orElse(null))
                .onOk(me::set)
                .onFail(e -> me.set(null))
                .startIn(looks);
    }

    /** Why it cannot be sent to me now, or null. */
    String blocked(Optional<String> message) {
        if (workspace.actions().isEmpty()) {
            return Sentences.whole(workspace.readOnlyBecause());
        }
        return me.get() == null ? texts.get("compose.toMe.none") : message.orElse(null);
    }

    /** Sends it, once at a time. */
    void send(String title, Message message) {
        User to = me.get();
        if (to == null || sending.get() || workspace.actions().isEmpty()) {
            return;
        }
        sending.set(true);
        outcome.set(null);
        tasks.lengthy(() -> workspace.act().messageToMe().send(to.id(), title, message))
                .onOk(trouble -> told(
                        trouble.isEmpty()
                                ? new Outcome(true, texts.get("compose.toMe.sent", BidiText.isolated(to.label())))
                                : new Outcome(false, Sentences.whole(trouble.get()))))
                .onFail(e -> told(new Outcome(false, FailureTexts.words(e))))
                .start();
    }

    private void told(Outcome now) {
        sending.set(false);
        if (!closed) {
            outcome.set(now);
        }
    }

    /** Forgets what became of the last one. */
    void forget() {
        outcome.set(null);
    }

    /** Who was picked as "me", or null. */
    ReadOnlyObjectProperty<User> meProperty() {
        return me.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty sendingProperty() {
        return sending.getReadOnlyProperty();
    }

    /** What became of the last one, or null. */
    ReadOnlyObjectProperty<Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    @Override
    public void close() {
        closed = true;
        looks.drop();
    }
}
