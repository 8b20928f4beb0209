package dev.rostrum.cli;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.files.FolderRemoval;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole job on the built-in simulated tenant, in a folder of its own that is deleted afterwards. */
@Command(name = "demo")
final class DemoCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
    private static final int TEAMS = 2;
    private static final int RECIPIENTS = 5;

    private final CommandSession session;

    @Mixin
    private JsonOption asked = new JsonOption();

    private OutputOptions output;

    DemoCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        output = OutputOptions.of(asked.json(), false);
        Path folder = null;
        try (StopSignals.Watch stop = session.signals().watch()) {
            folder = Files.createTempDirectory("rostrum-demo-");
            return run(session.program().at(folder), stop);
        } catch (IOException e) {
            throw Problem.failed(e, "files.noTemporary");
        } catch (InterruptedException e) {
            session.terminal().note(CommandTexts.get("demo.stopped"));
            return ExitStatus.WAITING;
        } finally {
            if (folder != null) {
                delete(folder);
            }
        }
    }

    private int run(Program program, StopSignals.Watch stop) throws InterruptedException {
        Terminal terminal = session.terminal();
        Connection sandbox = program.connections().find(Connection.SANDBOX);
        session.name(sandbox);
        try (Workspace workspace =
                program.workspaces().open(sandbox, session.request(Access.WRITE, "demo", Duration.ofSeconds(10)))) {
            Set<String> people = people(workspace, stop);
            Planner planner = workspace.act().planner();
            Message message = new Message(CommandTexts.get("demo.message"), TextFormat.MARKDOWN);
            Audience audience = Audience.ofUsers(people);
            // Simulated guests may be among the first people, and the demo shows a whole announcement.
            SendChoices choices = new SendChoices(false, 0, true, null);
            JobRequest request = new JobRequest.Send(null, message, audience, choices);
            long id = planner.plan(request, planner.preview(request), written -> {}, stop::asked);
            int status = new RunFollower(workspace.act().runs(), terminal, stop).send(id);
            if (status == ExitStatus.WAITING && stop.asked()) {
                throw new InterruptedException();
            }
            boolean accepted = show(workspace, id);
            String note = CommandTexts.get("demo.simulated");
            terminal.result(asked.json() ? simulated(note) : note);
            return accepted && status == ExitStatus.DONE ? ExitStatus.DONE : ExitStatus.FAILED;
        }
    }

    private String simulated(String note) {
        return new JsonRow(session.terminal())
                .put("simulated", true)
                .put("note", note)
                .toString();
    }

    /** Adds and syncs the smallest teams and picks the first people of them. */
    private Set<String> people(Workspace workspace, StopSignals.Watch stop) throws InterruptedException {
        Terminal terminal = session.terminal();
        List<String> links = workspace.suggestedTeams().stream()
                .sorted(Comparator.comparingInt(Workspace.SuggestedTeam::members))
                .limit(TEAMS)
                .map(Workspace.SuggestedTeam::link)
                .toList();
        workspace.act().teams().add(links, added -> {
            if (!added.ok()) {
                throw new Problem(Problem.Kind.FAILED, added.trouble(), null);
            }
            terminal.note(CommandTexts.get("demo.added", added.team().label()));
        });
        Set<String> picked = new LinkedHashSet<>();
        List<Team> teams = workspace.views().teams().stream()
                .sorted(Comparator.comparingInt(t -> t.memberCount() == null ? Integer.MAX_VALUE : t.memberCount()))
                .toList();
        for (Team team : teams) {
            RosterSync.Result result = workspace.act().rosters().sync(team.id(), p -> {}, stop::asked);
            terminal.note(CommandTexts.get("demo.synced", team.label(), result.people()));
            if (picked.size() == RECIPIENTS) {
                continue;
            }
            List<Sort<UserQuery.Column>> byName = List.of(new Sort<>(UserQuery.Column.NAME, true));
            workspace
                    .views()
                    .users()
                    .select(PeopleFilter.of(team.id(), ""), byName)
                    .page(0, RECIPIENTS - picked.size())
                    .forEach(user -> picked.add(user.lastingId()));
        }
        return picked;
    }

    private boolean show(Workspace workspace, long id) {
        Terminal terminal = session.terminal();
        List<DeliveryQuery.Row> deliveries = workspace
                .views()
                .deliveries()
                .select(DeliveryChoice.ofRun(id), DeliveryTable.BY_NAME)
                .page(0, RECIPIENTS);
        heading(CommandTexts.get("demo.deliveries", id));
        DeliveryTable.of(terminal, new AnnouncementNumbers(workspace.views().runs()))
                .print(terminal, output, deliveries);
        heading(CommandTexts.get("demo.conversations"));
        List<ConversationQuery.Row> conversations = workspace
                .views()
                .conversations()
                .select(ConversationQuery.Filter.ALL, ConversationListCommand.BY_NAME)
                .page(0, RECIPIENTS);
        ConversationListCommand.table(terminal).print(terminal, output, conversations);
        heading(null);
        return deliveries.size() == RECIPIENTS
                && conversations.size() == RECIPIENTS
                && deliveries.stream().allMatch(d -> d.state() == DeliveryState.SENT && d.conversationId() != null);
    }

    private void heading(String text) {
        if (!asked.json()) {
            session.terminal().result("");
            if (text != null) {
                session.terminal().result(text);
            }
        }
    }

    private static void delete(Path folder) {
        try {
            FolderRemoval.remove(folder);
        } catch (IOException e) {
            LOG.warn("the demo's folder {} was not deleted", folder, e);
        }
    }
}
