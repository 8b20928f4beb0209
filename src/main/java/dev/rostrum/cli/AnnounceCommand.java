package dev.rostrum.cli;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Explanation;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.LeftOutCode;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.User;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.Views;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans an announcement, has it confirmed and sends it. */
@Command(name = "announce")
final class AnnounceCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private MessageOptions text;

    @Option(names = "--title", paramLabel = "TITLE", descriptionKey = "announce.title")
    private String title;

    @Mixin
    private AudienceOptions people;

    @Mixin
    private SendOptions options;

    @Option(names = "--dry-run", descriptionKey = "announce.dry-run")
    private boolean dryRun;

    @Option(names = "--why", paramLabel = "USER", descriptionKey = "announce.why")
    private List<String> why = List.of();

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "announce.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    AnnounceCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        SendChoices choices = options.choices();
        boolean sends = !dryRun && why.isEmpty();
        try (Workspace workspace = sends ? session.write("announce", wait, secret) : session.read("announce")) {
            Planner planner = workspace.views().planner();
            Message message = text.message(session.terminal());
            JobRequest.Send asked =
                    new JobRequest.Send(title, message, people.audience(session, workspace.views()), choices);
            planner.check(asked);
            if (!why.isEmpty()) {
                return explain(workspace.views(), planner, asked);
            }
            JobPlan plan = JobPlan.of(planner, asked);
            people.tell(session.terminal(), planner, asked, plan.preview().leftOut());
            return dryRun ? dryRun(planner, asked, plan) : send(workspace, asked, plan);
        }
    }

    private int send(Workspace workspace, JobRequest.Send asked, JobPlan plan) throws InterruptedException {
        Terminal terminal = session.terminal();
        show(terminal::note, asked, plan);
        if (plan.preview().recipients() == 0) {
            return nobody(plan);
        }
        if (!text.meant(terminal, asked.message())
                || !options.overrideGiven(terminal, plan.preview().overridden())
                || !confirmation.given(
                        terminal, workspace.connection(), plan.question().on(workspace.mark()))) {
            return ExitStatus.FAILED;
        }
        return new JobSender(session, workspace, json).send(plan);
    }

    private int dryRun(Planner planner, JobRequest.Send asked, JobPlan plan) {
        Terminal terminal = session.terminal();
        JobPreview preview = plan.preview();
        SendChoices choices = plan.request().choices();
        if (json) {
            List<LeftOut> guarded = guarded(plan);
            new JsonRow(terminal)
                    .put("dryRun", true)
                    .put("title", asked.name())
                    .put("selected", preview.selected())
                    .put("removed", LeftOut.under(preview.leftOut(), LeftOutCode.REMOVED))
                    .put("guarded", guarded, SendOptions::json)
                    .put("overridable", LeftOut.overridable(guarded))
                    .put("overridden", preview.overridden())
                    .put("recipients", preview.recipients())
                    .put("conversationsToOpen", preview.conversationsToOpen())
                    .put("requests", preview.requests())
                    .put("seconds", preview.time().toMillis() / 1000.0)
                    .put("bytes", preview.bytes())
                    .put("canary", choices.canary())
                    .put("rate", choices.rate())
                    .put("retryGateway", choices.retryGatewayErrors())
                    .put("outsiders", choices.outsiders())
                    .put("unknownKind", choices.unknownKind())
                    .put("override", choices.override())
                    .put("warnings", plan.warnings(), MessageOptions::json)
                    .print();
        } else {
            show(terminal::result, asked, plan);
        }
        if (preview.recipients() == 0) {
            return nobody(plan);
        }
        options.checkOverride(preview.overridden());
        confirmation.check(plan.question());
        return DryRunLines.print(terminal, json, planner.dryRun(plan.request()));
    }

    /** Whom the guard leaves out; those removed by the admin and second entries of a person are told apart from them. */
    private static List<LeftOut> guarded(JobPlan plan) {
        return plan.leftOut().stream()
                .filter(reason -> GuardReason.of(reason.code()).isPresent())
                .toList();
    }

    /** The guard leaves everybody out, which is nothing to do; an audience that names nobody is a mistake. */
    private int nobody(JobPlan plan) {
        JobPreview preview = plan.preview();
        if (preview.selected() == LeftOut.under(preview.leftOut(), LeftOutCode.REMOVED)) {
            throw Problem.wrongUse("plan.nobody");
        }
        options.checkOverride(preview.overridden());
        confirmation.check(plan.question());
        if (json && dryRun) {
            // Its object says so already.
            session.terminal().note(Sentences.whole(Reason.of("plan.nobody")));
            return ExitStatus.DONE;
        }
        return NothingToDo.tell(
                session.terminal(), json, Reason.of("plan.nobody"), row -> row.put("selected", preview.selected())
                        .put("removed", LeftOut.under(preview.leftOut(), LeftOutCode.REMOVED))
                        .put("guarded", guarded(plan), SendOptions::json)
                        .put("recipients", preview.recipients()));
    }

    private int explain(Views views, Planner planner, JobRequest.Send asked) {
        Terminal terminal = session.terminal();
        for (User user : NameLookup.all(views, why)) {
            Explanation explanation = planner.explain(asked, user.lastingId());
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

    private static void show(Consumer<String> line, JobRequest.Send asked, JobPlan plan) {
        JobPreview preview = plan.preview();
        line.accept(CommandTexts.planLine(
                "plan.message", asked.name(), asked.message().format().wire(), preview.bytes()));
        MessageOptions.show(line, plan.advice());
        line.accept(CommandTexts.planLine(
                "announce.recipients", preview.recipients(), preview.selected(), preview.leftOutCount()));
        apart(line, "announce.removed", LeftOut.under(preview.leftOut(), LeftOutCode.REMOVED));
        SendOptions.show(line, guarded(plan), plan.request().choices(), preview.overridden(), preview.recipients());
        line.accept(CommandTexts.planLine(
                preview.time().isZero() ? "announce.requests" : "announce.requests.time",
                preview.requests(),
                preview.conversationsToOpen(),
                Times.about(preview.time())));
        // It is said last, so that it stands right above the question.
        MessageOptions.show(line, plan.cautions());
    }

    private static void apart(Consumer<String> line, String key, long count) {
        if (count > 0) {
            line.accept(CommandTexts.planLine(key, count));
        }
    }
}
