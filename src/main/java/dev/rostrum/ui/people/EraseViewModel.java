package dev.rostrum.ui.people;

import dev.rostrum.domain.Reason;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.PersonErase;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Exports and erases a person. */
final class EraseViewModel {
    /** Messages that are read at once. */
    static final int PAGE = 50;

    private final Workspace workspace;
    private final Tasks tasks;
    private final Consumer<Exception> failed;

    /** @param failed told what could not be done */
    EraseViewModel(Workspace workspace, Tasks tasks, Consumer<Exception> failed) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.failed = failed;
    }

    /** What erasing them would do. */
    void look(String id, Consumer<PersonErase.Preview> then) {
        tasks.control(() -> workspace.act().erase().preview(id))
                .onOk(then::accept)
                .onFail(failed)
                .start();
    }

    /**
     * Erases them.
     *
     * @param told how far it is
     * @param then told what was done
     */
    void erase(String id, boolean keepMark, Consumer<PersonErase.Progress> told, Consumer<PersonErase.Erased> then) {
        tasks.<PersonErase.Progress, PersonErase.Erased>lengthy(
                        told, (progress, cancelled) -> workspace.act().erase().erase(id, keepMark, progress))
                .onOk(then::accept)
                .onFail(failed)
                .start();
    }

    /** Writes all that is kept about people into a file. */
    void export(List<String> ids, Path file, Runnable then) {
        tasks.lengthy(() -> {
                    workspace.views().personExport().write(ids, OutputFile.at(file, true));
                    return file;
                })
                .onOk(written -> then.run())
                .onFail(failed)
                .start();
    }

    /** Whether somebody can be erased here. */
    boolean canAct() {
        return workspace.actions().isPresent();
    }

    /** What somebody was sent before those whom their details have, the newest first. */
    void sent(String id, int from, Consumer<List<UserQuery.Sent>> then) {
        tasks.control(() -> workspace.views().users().sent(id, from, PAGE))
                .onOk(then::accept)
                .onFail(failed)
                .start();
    }

    /** Whether the window must say more than a short word. */
    static boolean toBeRead(PersonErase.Erased done) {
        return !done.complete() || !done.removed().isEmpty();
    }

    /** What is said of it. */
    static List<Reason> notes(PersonErase.Erased done) {
        return done.notes();
    }
}
