package dev.rostrum.ui.settings;

import dev.rostrum.domain.InboundSettings;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** A page of the inbound side's settings. They stand in the data file of the open connection; each page changes its own part of them. */
abstract class InboundPageViewModel implements AutoCloseable, Unsaved {
    private final Texts texts = Texts.of(InboundPageViewModel.class);
    private final Workspace open;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final LatestTask reads = new LatestTask();
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper(this, "changed");
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private InboundSettings stored = InboundSettings.DEFAULT;
    private boolean filling;

    /** @param open the connection that the window works on, or null while none is open */
    InboundPageViewModel(Workspace open, Tasks tasks, Dialogs dialogs) {
        this.open = open;
        this.tasks = tasks;
        this.dialogs = dialogs;
    }

    /** Puts what is stored into the form. */
    abstract void fill(InboundSettings settings);

    /** These settings with what the form holds in place of its part; says at each field what is wrong with it. */
    abstract Optional<InboundSettings> typed(InboundSettings base);

    /** What changes when these are stored in place of the others. */
    void store(InboundSettings before, InboundSettings after) {
        write(after);
    }

    /** Reads anew what was not changed here. */
    void shown() {
        if (!changed.get()) {
            discard();
        }
    }

    /** Shows what is stored. */
    void discard() {
        if (open == null) {
            return;
        }
        tasks.read(() -> open.views().inbound())
                .onOk(this::filled)
                .onFail(this::failed)
                .startIn(reads);
    }

    private void filled(InboundSettings settings) {
        stored = settings;
        filling = true;
        fill(settings);
        filling = false;
        failure.set("");
        changed.set(false);
    }

    /** The form was touched. */
    final void touched() {
        if (!filling) {
            changed.set(true);
        }
    }

    /** Stores what was typed, or says what to do. */
    void save() {
        if (writes() && !working.get()) {
            failure.set("");
            typed(stored).ifPresent(wanted -> {
                if (wanted.fault().isPresent()) {
                    failure.set(Sentences.whole(wanted.fault().get()));
                } else {
                    store(stored, wanted);
                }
            });
        }
    }

    final void write(InboundSettings wanted) {
        write(wanted, () -> {});
    }

    /**
     * Stores the part of this page; the other page's stays as it is stored.
     *
     * @param afterwards done off the FX thread once that is stored
     */
    final void write(InboundSettings wanted, Runnable afterwards) {
        UnaryOperator<InboundSettings> change = now -> part(wanted, now);
        working.set(true);
        tasks.lengthy(() -> {
                    InboundSettings now = open.act().changeInbound(change);
                    afterwards.run();
                    return now;
                })
                .onOk(now -> {
                    filled(now);
                    dialogs.tell(texts.get("inbound.saved"));
                })
                .onFail(this::failed)
                .andFinally(() -> working.set(false))
                .start();
    }

    /** The part of this page of one, the rest of the other. */
    abstract InboundSettings part(InboundSettings mine, InboundSettings rest);

    final void failed(Exception e) {
        failure.set(FailureTexts.words(e));
    }

    @Override
    public final boolean isChanged() {
        return changed.get();
    }

    @Override
    public final void drop() {
        changed.set(false);
        discard();
    }

    /** Whether something can be stored here. */
    final boolean writes() {
        return open != null && open.actions().isPresent();
    }

    /** Why nothing can be stored here; empty where it can. */
    final String readOnlyWords() {
        if (open == null) {
            return texts.get("inbound.closed");
        }
        return writes() ? "" : Sentences.whole(open.readOnlyBecause());
    }

    final Workspace open() {
        return open;
    }

    final Tasks tasks() {
        return tasks;
    }

    final Dialogs dialogs() {
        return dialogs;
    }

    final InboundSettings stored() {
        return stored;
    }

    /** Whether something was typed that is not stored. */
    ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** What went wrong and what to do; empty where nothing did. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    @Override
    public void close() {
        reads.drop();
    }
}
