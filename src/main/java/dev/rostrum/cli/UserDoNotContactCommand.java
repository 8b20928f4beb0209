package dev.rostrum.cli;

import dev.rostrum.announce.DoNotContact;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Notes that nothing is to be sent to a person, or takes that away. */
@Command(name = "do-not-contact")
final class UserDoNotContactCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "userDoNotContact.user")
    private String named;

    @Option(names = "--asked-by-person", descriptionKey = "userDoNotContact.asked-by-person")
    private boolean askedByPerson;

    @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "userDoNotContact.note")
    private String note;

    @Option(names = "--clear", descriptionKey = "userDoNotContact.clear")
    private boolean clear;

    @Option(names = "--clear-blocked", descriptionKey = "userDoNotContact.clear-blocked")
    private boolean clearBlocked;

    @Mixin
    private JsonOption output;

    @Mixin
    private WaitOption wait;

    UserDoNotContactCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if ((clear && clearBlocked) || (askedByPerson && (clear || clearBlocked))) {
            throw Problem.wrongUse("optOut.several");
        }
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("user do-not-contact", wait)) {
            DoNotContact list = workspace.act().doNotContact();
            // Whoever shares the address is meant too: one too many is better kept out, and what was set by it is
            // cleared by it.
            List<User> meant = NameLookup.users(workspace.views(), named);
            if (!clear && !clearBlocked) {
                meant.forEach(user -> keepOut(workspace, list, user));
                return ExitStatus.DONE;
            }
            List<User> changed = new ArrayList<>();
            for (User user : meant) {
                if (clear ? list.clear(user.id(), note) : list.clearBlocked(user.id())) {
                    changed.add(user);
                }
            }
            if (changed.isEmpty()) {
                terminal.note(CommandTexts.get(clear ? "userDoNotContact.notListed" : "userDoNotContact.notBlocked"));
            }
            (changed.isEmpty() ? meant : changed).forEach(user -> show(workspace, user));
        }
        return ExitStatus.DONE;
    }

    private void keepOut(Workspace workspace, DoNotContact list, User user) {
        list.set(user.id(), askedByPerson ? OptOut.Asker.PERSON : OptOut.Asker.ADMIN, note);
        if (!askedByPerson
                && list.find(user.id())
                        .filter(kept -> kept.asker() == OptOut.Asker.PERSON)
                        .isPresent()) {
            session.terminal().note(CommandTexts.get("userDoNotContact.asked"));
        }
        show(workspace, user);
    }

    private void show(Workspace workspace, User user) {
        workspace.views().users().details(user.id()).ifPresent(details -> new PersonLines(session.terminal())
                .show(details, output.json()));
    }
}
