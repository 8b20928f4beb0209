package dev.rostrum.cli;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedList;
import dev.rostrum.roster.SavedLists;
import dev.rostrum.words.Sentences;
import dev.rostrum.workspace.Workspace;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom a list is made of, and what is told of rows that name nobody. */
final class ListRows {
    @Mixin
    private AudienceOptions people;

    @Option(names = "--keep-object-ids", descriptionKey = "list.keep-object-ids")
    private boolean keepObjectIds;

    /**
     * Looks everybody up, and tells of each row that is not taken. Where there is one, and it was not said that they may be left out,
     * nothing was changed.
     *
     * @return whom the list takes; those who are known by object id alone are kept by then
     * @throws Problem when a row is not taken
     */
    Audience audience(CommandSession session, Workspace workspace, boolean keeps, boolean json)
            throws InterruptedException {
        AudienceOptions.ForList asked = people.forList(session, workspace.views());
        SavedLists.Found found = asked.found();
        long without =
                found.notTaken().size() + (keepObjectIds ? 0 : found.objectIds().size());
        Terminal terminal = session.terminal();
        for (SavedLists.NotTaken row : found.notTaken()) {
            tell(terminal, json, row.row().line(), row.row().name(), Sentences.whole(row.reason()));
        }
        if (!keepObjectIds) {
            for (String objectId : found.objectIds()) {
                tell(terminal, json, 0, objectId, CommandTexts.get("list.row.objectId"));
            }
        }
        if (without > 0 && !people.skipUnknown()) {
            throw Problem.wrongUse("list.rowsLeft", without);
        }
        Audience audience = asked.audience();
        if (!keepObjectIds || !keeps || found.objectIds().isEmpty()) {
            return audience;
        }
        workspace.act().lists().keep(found.objectIds());
        Set<String> all = new HashSet<>(audience.userIds());
        all.addAll(found.objectIds());
        return new Audience(
                audience.teamIds(),
                all,
                audience.excludedUserIds(),
                audience.excludedTeamIds(),
                audience.rules(),
                audience.listIds(),
                audience.excludedListIds());
    }

    private static void tell(Terminal terminal, boolean json, long line, String name, String why) {
        if (json) {
            new JsonRow(terminal)
                    .put("line", line == 0 ? null : line)
                    .put("name", name)
                    .put("taken", false)
                    .put("cause", why)
                    .print();
        } else {
            terminal.warn(CommandTexts.get(line == 0 ? "list.row" : "list.row.line", line, name, why));
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
