package dev.rostrum.cli;

import dev.rostrum.announce.Advice;
import dev.rostrum.announce.Announcements;
import dev.rostrum.announce.Announcements.Plan;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.Views;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans an announcement, has it confirmed and sends it. */
@Command(name = "announce", sortOptions = false)
final class AnnounceCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private MessageOptions text;

    @Option(names = "--title", paramLabel = "TITLE", descriptionKey = "announce.title")
    private String title;

    @Option(names = "--team", paramLabel = "TEAM", descriptionKey = "announce.team")
    private List<String> teams = List.of();

    @Option(names = "--user", paramLabel = "USER", descriptionKey = "announce.user")
    private List<String> users = List.of();

    @Option(names = "--exclude", paramLabel = "USER", descriptionKey = "announce.exclude")
    private List<String> excluded = List.of();

    @Mixin
    private SendOptions options;

    @Option(names = "--dry-run", descriptionKey = "announce.dry-run")
    private boolean dryRun;

    @Option(names = "--why", paramLabel = "USER", descriptionKey = "announce.why")
    private List<String> why = List.of();

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", descriptionKey = "announce.json")
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
        SendChoices choices = options.choices();
        boolean sends = !dryRun && why.isEmpty();
        try (Workspace workspace = sends ? session.write("announce", wait, secret) : session.write("announce", wait)) {
            Announcements announcements = workspace.act().announcements();
            Message message = text.message(session.terminal());
            announcements.check(message);
            announcements.checkTitle(title, message);
            announcements.check(choices);
            Audience audience = audience(workspace.views());
            if (!why.isEmpty()) {
                return explain(workspace.views(), announcements, audience, message, choices);
            }
            Planned planned = preview(announcements, message, audience, choices);
            if (dryRun) {
                return dryRun(announcements, message, audience, planned);
            }
            return send(workspace, message, audience, planned);
        }
    }

    /**
     * A plan with whom the guard leaves out where nothing is overridden.
     *
     * @param choices without an override that would bring in nobody
     * @param clock what the guard's days are counted by, where it jumped
     */
    private record Planned(Plan plan, List<LeftOut> guarded, SendChoices choices, Optional<Reason> clock) {
        List<Reason> warnings(Message message) {
            return Stream.concat(Advice.of(message, plan.bytes()).stream(), clock.stream())
                    .toList();
        }
    }

    private static Planned preview(
            Announcements announcements, Message message, Audience audience, SendChoices choices) {
        Plan plan = announcements.preview(message, audience, choices);
        Optional<Reason> clock = announcements.clockJump();
        if (choices.override() == null) {
            return new Planned(plan, plan.guarded(), choices, clock);
        }
        SendChoices without = choices.withoutOverride();
        // An override that lifts nothing now is not kept: it would lift what the guard finds later, unseen.
        return plan.overridden() == 0
                ? new Planned(plan, plan.guarded(), without, clock)
                : new Planned(
                        plan, announcements.preview(message, audience, without).guarded(), choices, clock);
    }

    private int send(Workspace workspace, Message message, Audience audience, Planned planned)
            throws InterruptedException {
        Terminal terminal = session.terminal();
        Plan plan = planned.plan();
        show(terminal::note, message, planned);
        requireSomebody(plan);
        if (!text.meant(terminal, message)
                || !options.overrideGiven(terminal, plan.overridden())
                || !confirmation.given(terminal, workspace.connection(), plan.recipients())) {
            return ExitStatus.FAILED;
        }
        return new JobSender(session, workspace, json, planned.warnings(message))
                .send(plan.recipients(), (progress, cancelled) -> workspace
                        .act()
                        .announcements()
                        .plan(
                                title,
                                message,
                                audience,
                                planned.choices(),
                                plan.recipients(),
                                plan.overridden(),
                                progress,
                                cancelled));
    }

    private int dryRun(Announcements announcements, Message message, Audience audience, Planned planned) {
        Terminal terminal = session.terminal();
        Plan plan = planned.plan();
        if (json) {
            new JsonRow(terminal)
                    .put("dryRun", true)
                    .put("title", name(message))
                    .put("selected", plan.selected())
                    .put("removed", plan.removed())
                    .put("samePerson", plan.samePerson())
                    .put("guarded", planned.guarded(), SendOptions::json)
                    .put(
                            "overridable",
                            planned.guarded().stream()
                                    .filter(LeftOut::overridable)
                                    .mapToLong(LeftOut::count)
                                    .sum())
                    .put("overridden", plan.overridden())
                    .put("recipients", plan.recipients())
                    .put("conversationsToOpen", plan.recipients() - plan.withConversation())
                    .put("requests", plan.requests())
                    .put("seconds", plan.time().toMillis() / 1000.0)
                    .put("bytes", plan.bytes())
                    .put("canary", planned.choices().canary())
                    .put("rate", planned.choices().rate())
                    .put("retryGateway", planned.choices().retryGatewayErrors())
                    .put("outsiders", planned.choices().outsiders())
                    .put("unknownKind", planned.choices().unknownKind())
                    .put("override", planned.choices().override())
                    .put("warnings", planned.warnings(message), MessageOptions::json)
                    .print();
        } else {
            show(terminal::result, message, planned);
        }
        requireSomebody(plan);
        options.checkOverride(plan.overridden());
        confirmation.check(Confirmation.Question.of(JobKind.SEND, plan.recipients()));
        return DryRunLines.print(terminal, json, announcements.dryRun(message, audience, planned.choices()));
    }

    private static void requireSomebody(Plan plan) {
        if (plan.recipients() == 0) {
            throw Problem.wrongUse("plan.nobody");
        }
    }

    private int explain(
            Views views, Announcements announcements, Audience audience, Message message, SendChoices choices) {
        Terminal terminal = session.terminal();
        for (String named : why) {
            User user = Named.user(views, named);
            Explanation explanation = announcements.explain(audience, message, choices, user.id());
            if (json) {
                new JsonRow(terminal)
                        .put("userId", user.id())
                        .put("name", user.name())
                        .put("email", user.email())
                        .put("in", explanation.in())
                        .put("code", explanation.code())
                        .put("reason", explanation.reason().code())
                        .put("cause", Sentences.whole(explanation.reason()))
                        .print();
            } else {
                terminal.result(CommandTexts.planLine(
                                explanation.in() ? "announce.in" : "announce.out",
                                user.name(),
                                Sentences.whole(explanation.reason()))
                        + hint(explanation.code()));
            }
        }
        return ExitStatus.DONE;
    }

    private static String hint(String code) {
        return GuardReason.of(code)
                .map(reason -> switch (reason) {
                    case OUTSIDER -> "announce.hint.outsider";
                    case UNKNOWN_KIND -> "announce.hint.unknown";
                    default -> reason.overridable() ? "announce.hint.override" : null;
                })
                .map(key -> " " + CommandTexts.get(key))
                .orElse("");
    }

    private Audience audience(Views views) {
        if (teams.isEmpty() && users.isEmpty()) {
            throw Problem.wrongUse("audience.none");
        }
        Set<String> teamIds = new LinkedHashSet<>();
        for (String name : teams) {
            Team team = Named.team(views, name);
            if (team.syncedAt() == null) {
                throw Problem.wrongUse("team.notSynced", team.label(), CommandWords.argument(team.id()));
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

    private String name(Message message) {
        return Optional.ofNullable(title).filter(t -> !t.isBlank()).orElseGet(message::suggestedTitle);
    }

    private void show(Consumer<String> line, Message message, Planned planned) {
        Plan plan = planned.plan();
        line.accept(CommandTexts.planLine(
                "plan.message", name(message), message.format().wire(), plan.bytes()));
        MessageOptions.show(line, Advice.of(message, plan.bytes()));
        line.accept(CommandTexts.planLine("announce.recipients", plan.recipients(), plan.selected(), plan.leftOut()));
        if (plan.removed() > 0) {
            line.accept(CommandTexts.planLine("announce.removed", plan.removed()));
        }
        if (plan.samePerson() > 0) {
            line.accept(CommandTexts.planLine("announce.samePerson", plan.samePerson()));
        }
        SendOptions.show(line, planned.guarded(), planned.choices(), plan.overridden());
        line.accept(CommandTexts.planLine(
                plan.time().isZero() ? "announce.requests" : "announce.requests.time",
                plan.requests(),
                plan.recipients() - plan.withConversation(),
                Times.about(plan.time())));
        // Last, so that it stands right above the question.
        MessageOptions.show(line, planned.clock().stream().toList());
    }
}
