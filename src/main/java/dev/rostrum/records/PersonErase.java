package dev.rostrum.records;

import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.BackupFiles;
import dev.rostrum.store.Database;
import dev.rostrum.store.ErasedFiles;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.SetAsideFiles;
import dev.rostrum.store.people.PersonErasing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Erases a person: from the data file in one commit, then from its log and free room, its backups and the files that a restore set
 * aside (decision 0065).
 */
public final class PersonErase {
    /** A text of the admin's that names the person, and stays. */
    public record Naming(boolean draft, long id, String title) {}

    /**
     * What erasing somebody does.
     *
     * @param number by which the audit log names them
     * @param mark that nothing is to be sent to them, or null
     * @param messages rows of the ledger that stay, and only count
     * @param naming texts that name them, at most 20 of each kind
     * @param backups how many are looked through
     * @param setAside how many files that a restore set aside are looked through
     * @param exports files that were written since the person is known, and may hold them
     */
    public record Preview(
            long number,
            OptOut mark,
            int teams,
            boolean conversation,
            long messages,
            List<Naming> naming,
            int backups,
            int setAside,
            List<Exports.Exported> exports) {
        private static final int SHOWN = 10;

        /** All that in words, the question after it. */
        public List<Reason> notes() {
            List<Reason> notes = new ArrayList<>();
            notes.add(Reason.of("erase.goes", teams, conversation ? 1 : 0, backups, setAside, backups + setAside));
            notes.add(Reason.of("erase.stays", messages, number));
            list(
                    notes,
                    Reason.of("erase.naming"),
                    naming.stream()
                            .map(one -> Reason.of(
                                    one.draft() ? "erase.naming.draft" : "erase.naming.announcement",
                                    one.id(),
                                    one.title()))
                            .toList());
            list(notes, Reason.of("erase.exports"), exportsTold());
            if (mark != null) {
                notes.add(Reason.of("erase.mark"));
            }
            return List.copyOf(notes);
        }

        List<Reason> exportsTold() {
            return exports.stream()
                    .map(one -> Reason.of("erase.export", one.at(), one.file().toString()))
                    .toList();
        }

        private static void list(List<Reason> notes, Reason head, List<Reason> all) {
            if (!all.isEmpty()) {
                notes.add(head);
                notes.addAll(all.subList(0, Math.min(SHOWN, all.size())));
                if (all.size() > SHOWN) {
                    notes.add(Reason.of("erase.naming.more", all.size() - SHOWN));
                }
            }
        }
    }

    /** How far it is, in files. */
    public record Progress(int done, int of) {}

    /**
     * What was done.
     *
     * @param markKept whether nothing is sent to them should they come again
     * @param rewritten backups and files set aside that held them, and do no more
     * @param removed those that could not be read, and were deleted
     * @param left what is not done yet, and goes on by itself; empty where all is done
     * @param before what was said of it before
     */
    public record Erased(boolean markKept, int rewritten, List<Path> removed, List<Reason> left, Preview before) {
        /** Whether nothing is left to be done. */
        public boolean complete() {
            return left.isEmpty();
        }

        /** What was done, in words. */
        public List<Reason> notes() {
            List<Reason> notes = new ArrayList<>();
            notes.add(Reason.of("erase.done", before.number()));
            if (rewritten > 0) {
                notes.add(Reason.of("erase.done.files", rewritten));
            }
            removed.forEach(path -> notes.add(Reason.of("erase.done.removed", path)));
            if (markKept) {
                notes.add(Reason.of("erase.done.mark.kept"));
            }
            left.forEach(reason -> notes.add(Reason.of("erase.done.left", reason)));
            return List.copyOf(notes);
        }
    }

    private final Database database;
    private final FileIdentity identity;
    private final PersonErasing erasing;
    private final Exports exports;

    public PersonErase(Database database, FileIdentity identity, PersonErasing erasing, Exports exports) {
        this.database = database;
        this.identity = identity;
        this.erasing = erasing;
        this.exports = exports;
    }

    /** @throws dev.rostrum.domain.Problem as {@link #erase} would */
    public Preview preview(String id) {
        PersonErasing.Preview found = erasing.preview(id);
        return new Preview(
                found.number(),
                found.mark(),
                found.teams(),
                found.conversation(),
                found.messages(),
                found.naming().stream()
                        .map(one -> new Naming(one.draft(), one.id(), one.title()))
                        .toList(),
                new BackupFiles(database.file(), identity).list().size(),
                SetAsideFiles.of(database.file()).size(),
                exports.since(found.firstSeen(), found.number()));
    }

    /**
     * Erases a person, under every id of theirs. When this returns it is done, or told what is left.
     *
     * @param keepMark whether a do-not-contact mark that they have is to hold should they come again
     * @param told of each step, on this thread
     * @throws dev.rostrum.domain.Problem when nobody of that id is known, or a message to them waits or is under way; nothing is done then
     */
    public Erased erase(String id, boolean keepMark, Consumer<Progress> told) {
        Preview before = preview(id);
        PersonErasing.Erased done = erasing.erase(id, keepMark);
        ErasedFiles.Done files = database.erasedFiles()
                .finish(done.identity(), step -> told.accept(new Progress(step.done(), step.of())));
        return new Erased(done.markKept(), files.rewritten(), files.removed(), files.left(), before);
    }

    /** Whether people were erased who may still stand in a backup, the log or a file set aside. */
    public boolean pending() {
        return database.erasedFiles().pending();
    }
}
