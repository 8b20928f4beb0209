package dev.rostrum.cli;

import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.Announcements.Plan;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.Views;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Plans an announcement, has it confirmed and sends it. */
@Command(
        name = "announce",
        sortOptions = false,
        description = "Sends one message to each of the chosen people, in their 1:1 chat with the bot.")
final class AnnounceCommand implements Callable<Integer> {
    private final Session session;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    /** Where the text comes from. */
    static final class Source {
        @Option(names = "--text", paramLabel = "TEXT", description = "The message.")
        private String text;

        @Option(
                names = "--text-file",
                paramLabel = "FILE",
                description = "Take the message from FILE (UTF-8), - for standard input.")
        private String file;
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Format.class,
            description = "How Teams reads the text: markdown (default) or plain.")
    private TextFormat format = TextFormat.MARKDOWN;

    @Option(names = "--title", paramLabel = "TITLE", description = "Name in your lists (default: the first line).")
    private String title;

    @Option(
            names = "--team",
            paramLabel = "TEAM",
            description = "Everybody in this team: its id, link or name. Repeatable.")
    private List<String> teams = List.of();

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "This person: user id, object id, UPN or email. Repeatable.")
    private List<String> users = List.of();

    @Option(names = "--exclude", paramLabel = "USER", description = "Not this person. Repeatable.")
    private List<String> excluded = List.of();

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", description = "Print the outcome as one JSON object.")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    AnnounceCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("announce", wait, secret)) {
            Announcements announcements = workspace.act().announcements();
            Message message = new Message(text(), format);
            announcements.check(message);
            Audience audience = audience(workspace.views());
            Plan plan = announcements.preview(message, audience);
            show(message, plan);
            if (plan.recipients() == 0) {
                throw Problem.wrongUse("Nobody is left to send to, so nothing was sent. Choose other teams or people.");
            }
            if (!confirmation.given(terminal, workspace.connection(), plan.recipients())) {
                return ExitStatus.FAILED;
            }
            try (StopSignals.Watch stop = session.signals().watch()) {
                return send(workspace, announcements, message, audience, plan.recipients(), stop);
            }
        }
    }

    private int send(
            Workspace workspace,
            Announcements announcements,
            Message message,
            Audience audience,
            long recipients,
            StopSignals.Watch stop)
            throws InterruptedException {
        Terminal terminal = session.terminal();
        long id;
        try {
            id = announcements.plan(
                    title,
                    message,
                    audience,
                    SendChoices.NONE,
                    recipients,
                    written ->
                            terminal.progress("Planning: " + Words.number(written) + " of " + Words.number(recipients)),
                    stop::asked);
        } catch (InterruptedException e) {
            terminal.note("Stopped while planning: nothing of it was kept and nothing was sent.");
            return ExitStatus.WAITING;
        }
        terminal.clear();
        if (json) {
            terminal.note("Announcement " + id);
        } else {
            terminal.result("Announcement " + id);
        }
        int status = new RunFollower(announcements, terminal, stop).send(id);
        outcome(workspace, id);
        return status;
    }

    private void outcome(Workspace workspace, long id) {
        Terminal terminal = session.terminal();
        RunQuery.Row run = workspace.views().runs().find(id).orElseThrow();
        if (json) {
            JsonRow row = new JsonRow(terminal);
            RunCard.json(row, run);
            row.print();
        } else {
            new RunCard(terminal).totals(run.totals());
            terminal.note("Each person: rostrum announcement deliveries " + id);
        }
    }

    private String text() {
        if (source.file == null) {
            return source.text;
        }
        return TextInput.read(source.file, session.terminal())
                .replace("\r\n", "\n")
                .stripTrailing();
    }

    private Audience audience(Views views) {
        if (teams.isEmpty() && users.isEmpty()) {
            throw Problem.wrongUse("No recipients were named. Name them by --team TEAM or --user USER.");
        }
        Set<String> teamIds = new LinkedHashSet<>();
        for (String name : teams) {
            Team team = Named.team(views, name);
            if (team.syncedAt() == null) {
                throw Problem.wrongUse("Who is in " + Words.quoted(team.label())
                        + " is not known yet. Read it first: rostrum team sync " + CommandWords.argument(team.id()));
            }
            teamIds.add(team.id());
        }
        return new Audience(teamIds, ids(views, users), ids(views, excluded));
    }

    private static Set<String> ids(Views views, List<String> named) {
        Set<String> ids = new LinkedHashSet<>();
        for (String name : named) {
            ids.add(Named.user(views, name).id());
        }
        return ids;
    }

    private void show(Message message, Plan plan) {
        Terminal terminal = session.terminal();
        String name = Optional.ofNullable(title).filter(t -> !t.isBlank()).orElseGet(message::suggestedTitle);
        terminal.note("Message     " + Words.quoted(name) + ", "
                + message.format().wire() + ", " + Words.number(plan.bytes()) + " bytes as Teams counts");
        if (plan.bytes() > Message.WARN_BYTES) {
            terminal.note("            Large: some clients of Teams may not take it. Shorter is safer.");
        }
        terminal.note("Recipients  " + Words.people(plan.recipients()) + ": " + Words.number(plan.selected())
                + " selected, " + Words.number(plan.leftOut()) + " left out");
        terminal.note("Requests    " + Words.number(plan.requests())
                + (plan.time().isZero() ? "" : ", about " + Words.about(plan.time()))
                + "; " + Words.count(plan.recipients() - plan.withConversation(), "conversation", "conversations")
                + " to open first");
    }

    /** The two formats by their names. */
    static final class Format implements ITypeConverter<TextFormat> {
        @Override
        public TextFormat convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "plain" -> TextFormat.PLAIN;
                case "markdown" -> TextFormat.MARKDOWN;
                default -> throw new TypeConversionException("it is markdown or plain, not '" + value + "'");
            };
        }
    }
}
