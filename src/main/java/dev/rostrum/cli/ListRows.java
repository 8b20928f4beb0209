package dev.rostrum.cli;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.Team;
import dev.rostrum.roster.PeopleList;
import dev.rostrum.roster.SavedLists;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom a list is made of, and what is told of rows that name nobody. */
final class ListRows {
    @Mixin
    private AudienceOptions people;

    @Option(names = "--ask-team", paramLabel = "TEAM", descriptionKey = "list.ask-team")
    private List<String> asked = List.of();

    @Option(names = "--keep-object-ids", descriptionKey = "list.keep-object-ids")
    private boolean keepObjectIds;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "list.yes")
    private boolean yes;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    /** Opens the data file, for calls to Teams where there will be some. */
    Workspace open(CommandSession session, String command) {
        people.requireFiles();
        return asked.isEmpty() ? session.write(command, wait) : session.write(command, wait, secret);
    }

    /**
     * Looks everybody up, in the teams that were named too, and tells of each row that is not taken. Where there is one, and it was not
     * said that they may be left out, nothing was changed.
     *
     * @return whom the list takes; those who were not cached are by then
     * @throws Problem when a row is not taken
     */
    Audience audience(CommandSession session, Workspace workspace, boolean json) throws InterruptedException {
        AudienceOptions.ForList named = people.forList(session, workspace.views());
        SavedLists.Found found = ask(session, workspace, named.found());
        Terminal terminal = session.terminal();
        for (SavedLists.NotTaken row : found.notTaken()) {
            tell(terminal, json, row.row(), Sentences.whole(row.reason()));
        }
        long without = found.notTaken().size();
        if (!keepObjectIds) {
            for (PeopleList.Named row : found.objectIds().values()) {
                tell(terminal, json, row, CommandTexts.get("list.row.objectId"));
                without++;
            }
        }
        if (without > 0 && !people.skipUnknown()) {
            throw Problem.wrongUse("list.rowsLeft", without);
        }
        Set<String> all = workspace.act().lists().keep(found, keepObjectIds);
        Audience audience = named.audience();
        return new Audience(
                audience.teamIds(),
                all,
                audience.excludedUserIds(),
                audience.excludedTeamIds(),
                audience.rules(),
                audience.listIds(),
                audience.excludedListIds());
    }

    private SavedLists.Found ask(CommandSession session, Workspace workspace, SavedLists.Found found)
            throws InterruptedException {
        List<PeopleList.Named> rows = found.askable();
        if (asked.isEmpty() || rows.isEmpty()) {
            return found;
        }
        Terminal terminal = session.terminal();
        List<Team> teams = NameLookup.teams(workspace.views(), asked);
        SavedLists lists = workspace.act().lists();
        long calls = (long) rows.size() * teams.size();
        terminal.note(CommandTexts.get("list.ask.calls", rows.size(), calls, Times.about(lists.time(calls))));
        if (!yes && !terminal.interactive()) {
            throw Problem.wrongUse("list.ask.unasked");
        }
        if (!yes && !Confirmation.yes(terminal, CommandTexts.get("list.ask"))) {
            return found;
        }
        try (StopSignals.Watch stop = session.signals().watch()) {
            return lists.ask(
                    found,
                    teams,
                    done -> terminal.progress(CommandTexts.get("list.ask.progress", done, rows.size())),
                    stop::asked);
        }
    }

    private static void tell(Terminal terminal, boolean json, PeopleList.Named row, String why) {
        if (json) {
            new JsonRow(terminal)
                    .put("line", row.line() == 0 ? null : row.line())
                    .put("name", row.name())
                    .put("taken", false)
                    .put("cause", why)
                    .print();
        } else {
            terminal.warn(
                    CommandTexts.get(row.line() == 0 ? "list.row" : "list.row.line", row.line(), row.name(), why));
        }
    }

    static void result(Terminal terminal, boolean json, SavedList list, String key, long changed) {
        if (json) {
            new JsonRow(terminal)
                    .put("id", list.id())
                    .put("name", list.name())
                    .put("people", list.people())
                    .put("changed", changed)
                    .print();
        } else {
            terminal.result(CommandTexts.get(key, list.name(), changed, list.people()));
        }
    }
}
