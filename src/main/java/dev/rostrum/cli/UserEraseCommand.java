package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.records.PersonErase;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases a person. */
@Command(name = "erase")
final class UserEraseCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "userErase.user")
    private String named;

    @Option(names = "--keep-do-not-contact", descriptionKey = "userErase.keep-do-not-contact")
    private boolean keep;

    @Option(names = "--drop-do-not-contact", descriptionKey = "userErase.drop-do-not-contact")
    private boolean drop;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "userErase.yes")
    private boolean yes;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    UserEraseCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (keep && drop) {
            throw Problem.wrongUse("person.erase.yesAndMark");
        }
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("user erase", wait)) {
            User user = NameLookup.user(workspace.views(), named);
            PersonErase erase = workspace.act().erase();
            PersonErase.Preview preview = erase.preview(user.id());
            if (!yes && !terminal.interactive()) {
                throw Problem.wrongUse("person.erase.unasked");
            }
            if (preview.mark() != null && !keep && !drop && !terminal.interactive()) {
                throw Problem.wrongUse("person.erase.mark");
            }
            boolean markKept = keep;
            if (!yes) {
                preview.notes().forEach(note -> terminal.note(Sentences.whole(note)));
            }
            if (preview.mark() != null && !keep && !drop) {
                markKept = Confirmation.yes(terminal, CommandTexts.get("userErase.askMark"));
            }
            if (!yes && !typed(terminal, user)) {
                terminal.note(CommandTexts.get("userErase.not"));
                return ExitStatus.DONE;
            }
            PersonErase.Erased done = erase.erase(
                    user.id(),
                    markKept,
                    step -> terminal.progress(CommandTexts.get("userErase.progress", step.done(), step.of())));
            terminal.clear();
            print(terminal, done);
            return done.complete() ? ExitStatus.DONE : ExitStatus.FAILED;
        }
    }

    private static boolean typed(Terminal terminal, User user) {
        String typed = terminal.ask(CommandTexts.get("userErase.ask", user.label()));
        return typed != null
                && Arrays.asList(user.label(), user.name(), user.email(), user.userPrincipalName(), user.id()).stream()
                        .filter(Objects::nonNull)
                        .anyMatch(typed.strip()::equalsIgnoreCase);
    }

    private void print(Terminal terminal, PersonErase.Erased done) {
        if (!json.json()) {
            done.notes().forEach(note -> terminal.result(Sentences.whole(note)));
            return;
        }
        PersonErase.Preview before = done.before();
        new JsonRow(terminal)
                .put("person", before.number())
                .put("erased", true)
                .put("complete", done.complete())
                .put("left", done.left(), (row, reason) -> row.put("reason", reason.code()))
                .put("doNotContactKept", done.markKept())
                .put("deliveriesKept", before.messages())
                .put("filesRewritten", done.rewritten())
                .put("filesRemoved", done.removed(), (row, path) -> row.put("file", path.toString()))
                .put("namedIn", before.naming(), (row, one) -> row.put(
                                one.draft() ? "draftId" : "announcementId", one.id())
                        .put("title", one.title()))
                .put("exports", before.exports(), (row, one) -> row.put(
                                "file", one.file().toString())
                        .put("kind", JsonRow.lower(one.kind()))
                        .put("at", one.at()))
                .print();
    }
}
