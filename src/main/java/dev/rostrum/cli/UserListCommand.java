package dev.rostrum.cli;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.store.query.Sort;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists cached people. */
@Command(name = "list")
final class UserListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private PeopleFilterOptions filters;

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    UserListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("user list")) {
            UserQuery users = workspace.views().users();
            PeopleFilter filter =
                    filters.filter(workspace.views(), session.program().clock());
            List<Sort<UserQuery.Column>> byName = List.of(new Sort<>(UserQuery.Column.NAME, true));
            table(terminal)
                    .print(
                            terminal,
                            output,
                            limit.value(output),
                            users.select(filter, byName),
                            CommandTexts.get(filter.isEverybody() ? "userList.none" : "list.noMatch"));
        }
        return ExitStatus.DONE;
    }

    static Listing<UserQuery.Row> table(Terminal terminal) {
        return new Listing<UserQuery.Row>((row, u) -> row.put("id", u.id())
                        .put("userId", u.id())
                        .put("objectId", u.objectId())
                        .put("name", u.name())
                        .put("email", u.email())
                        .put("userPrincipalName", u.userPrincipalName())
                        .put("kind", JsonRow.lower(u.kind()))
                        .put("teams", u.teams())
                        .put("doNotContact", PersonLines.asker(u.doNotContact()))
                        .put("blockedSince", u.blockedSince())
                        .put("conversationId", u.conversationId())
                        .put("lastAcceptedAt", u.lastAcceptedAt())
                        .put("unverified", u.unverified()))
                .keys(
                        "id",
                        "userId",
                        "objectId",
                        "name",
                        "email",
                        "userPrincipalName",
                        "kind",
                        "teams",
                        "doNotContact",
                        "blockedSince",
                        "conversationId",
                        "lastAcceptedAt",
                        "unverified")
                .text("column.name", UserQuery.Row::name)
                .text("column.email", UserQuery.Row::email)
                .whole("column.kind", UserListCommand::kind)
                .whole("column.flag", UserListCommand::flag)
                .count("column.teams", UserQuery.Row::teams)
                .minor()
                .time("column.lastAccepted", u -> terminal.time(u.lastAcceptedAt()))
                .id("column.userId", UserQuery.Row::id)
                .id("column.conversationId", UserQuery.Row::conversationId);
    }

    private static String kind(UserQuery.Row user) {
        String kind = States.of(user.kind());
        return user.unverified() ? CommandTexts.get("userList.unverified", kind) : kind;
    }

    /** Why the guard leaves this person out of every announcement, or nothing. */
    private static String flag(UserQuery.Row user) {
        if (user.doNotContact() != null) {
            return CommandTexts.get(
                    "userList.flag." + JsonRow.lower(user.doNotContact().asker()));
        }
        return user.blockedSince() == null ? "" : CommandTexts.get("userList.blocked");
    }
}
