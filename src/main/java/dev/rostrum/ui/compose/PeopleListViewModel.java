package dev.rostrum.ui.compose;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.roster.PeopleList;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A pasted list of people: an address, UPN or id a line. Nobody is taken before the admin knows whom it does not name. */
public final class PeopleListViewModel implements AutoCloseable {
    /** Names of one list at most. */
    static final int MOST = 20_000;

    /** How many names that do not fit are told one by one. */
    static final int NAMED = 200;

    /**
     * What came of a list.
     *
     * @param known lasting ids of those whom it names
     * @param trouble each name that fits nobody or several, with its line, or why the list was not read at all
     * @param leaveOut what is to be done with them
     * @param done whether it was done; it is at once where there is no trouble
     */
    public record Answer(Set<String> known, List<String> trouble, boolean leaveOut, boolean done) {}

    private final Texts texts = Texts.of(PeopleListViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final BiConsumer<Set<String>, Boolean> taken;
    private final Consumer<Exception> failed;
    private final LatestTask looking = new LatestTask();
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final ReadOnlyBooleanWrapper settled = new ReadOnlyBooleanWrapper(this, "settled", true);
    private final ReadOnlyObjectWrapper<Answer> answer = new ReadOnlyObjectWrapper<>(this, "answer");

    /** @param taken told the lasting ids of people, and whether they are left out */
    PeopleListViewModel(
            Workspace workspace, Tasks tasks, BiConsumer<Set<String>, Boolean> taken, Consumer<Exception> failed) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.taken = taken;
        this.failed = failed;
        text.subscribe((was, now) -> settled.set(now.isBlank()));
    }

    /** Looks for everybody in the list. Where each name fits somebody they are taken; else it is told first whom it does not name. */
    public void take(boolean leaveOut) {
        List<PeopleList.Named> lines = PeopleList.pasted(text.get());
        if (lines.isEmpty()) {
            answer.set(new Answer(Set.of(), List.of(texts.get("list.empty")), leaveOut, false));
            return;
        }
        if (lines.size() > MOST) {
            answer.set(new Answer(Set.of(), List.of(texts.get("list.tooMany", lines.size(), MOST)), leaveOut, false));
            return;
        }
        busy.set(true);
        answer.set(null);
        tasks.lengthy(cancelled -> {
                    Set<String> known = new LinkedHashSet<>();
                    List<String> trouble = new ArrayList<>();
                    for (PeopleList.Named line : lines) {
                        if (cancelled.getAsBoolean()) {
                            throw new InterruptedException("nobody waits for it");
                        }
                        look(line, leaveOut, known, trouble);
                    }
                    return new Answer(known, trouble, leaveOut, false);
                })
                .onOk(this::told)
                .onFail(failed)
                .andFinally(() -> busy.set(false))
                .startIn(looking);
    }

    private void look(PeopleList.Named line, boolean leaveOut, Set<String> known, List<String> trouble) {
        // Of several who have an address all are left out; written to is one, or nobody.
        List<User> found;
        try {
            found = leaveOut
                    ? workspace.views().named(line.name())
                    : workspace.views().find(line.name()).stream().toList();
        } catch (Problem e) {
            trouble.add(texts.get("list.several", line.line(), line.name()));
            return;
        }
        if (found.isEmpty()) {
            trouble.add(texts.get("list.unknown", line.line(), line.name()));
        }
        found.forEach(user -> known.add(user.lastingId()));
    }

    private void told(Answer now) {
        if (now.trouble().isEmpty()) {
            takeKnown(now);
        } else {
            answer.set(now);
        }
    }

    /** Whether nothing is typed that nobody was taken from. */
    public ReadOnlyBooleanProperty settledProperty() {
        return settled.getReadOnlyProperty();
    }

    /** Takes those whom the list names, without the others. */
    public void takeKnown() {
        Answer now = answer.get();
        if (now != null && !now.done() && !now.known().isEmpty()) {
            takeKnown(now);
        }
    }

    private void takeKnown(Answer now) {
        taken.accept(now.known(), now.leaveOut());
        settled.set(true);
        answer.set(new Answer(now.known(), now.trouble(), now.leaveOut(), true));
    }

    /** What was pasted. */
    public StringProperty textProperty() {
        return text;
    }

    /** Whether people are being looked for. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** What came of the list, or null. */
    public ReadOnlyObjectProperty<Answer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    @Override
    public void close() {
        looking.drop();
    }
}
