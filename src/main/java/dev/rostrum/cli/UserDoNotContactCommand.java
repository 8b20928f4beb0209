package dev.rostrum.cli;

import dev.rostrum.announce.DoNotContact;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Notes that nothing is to be sent to a person, or takes that away. */
@Command(name = "do-not-contact", sortOptions = false)
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
    private OutputOptions output;

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
            if (!clear && !clearBlocked) {
                // Whoever shares the address is better kept out too.
                NameLookup.users(workspace.views(), named).forEach(user -> keepOut(workspace, list, user));
                return ExitStatus.DONE;
            }
            User user = NameLookup.user(workspace.views(), named);
            if (clear) {
                if (!list.clear(user.id(), note)) {
                    terminal.note(CommandTexts.get("userDoNotContact.notListed"));
                }
            } else if (!list.clearBlocked(user.id())) {
                terminal.note(CommandTexts.get("userDoNotContact.notBlocked"));
            }
            show(workspace, user);
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
                .show(details, output.json));
    }
}
