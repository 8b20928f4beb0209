package dev.rostrum.cli;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.Views;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What resend, edit and recall have in common: whom they act on, and the way from the plan over the question to its end. */
final class FollowUpOptions {
    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "followUp.id")
    private long id;

    @Mixin
    private StateOption state;

    @Mixin
    private ChoiceOptions which;

    @Option(names = "--dry-run", descriptionKey = "followUp.dry-run")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "followUp.json")
    private boolean json;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    DeliveryChoice choice() {
        return which.choice(id, state.value());
    }

    /**
     * Does the job, or prints the requests that it would make.
     *
     * @param request made once the data file is open
     * @param options that the choices came from; of an edit or recall as they are when nothing is chosen
     * @param text of an edit, else null
     * @return the exit status
     */
    int run(
            CommandSession session,
            String command,
            Supplier<JobRequest.FollowUp> request,
            SendOptions options,
            MessageOptions text)
            throws InterruptedException {
        try (Workspace workspace = dryRun ? session.read(command) : session.write(command, wait, secret)) {
            return run(session, workspace, request.get(), options, text);
        }
    }

    private int run(
            CommandSession session,
            Workspace workspace,
            JobRequest.FollowUp asked,
            SendOptions options,
            MessageOptions text)
            throws InterruptedException {
        Terminal terminal = session.terminal();
        Planner planner = workspace.views().planner();
        JobPlan plan = JobPlan.of(planner, asked);
        show(terminal, workspace.views(), asked.choice(), plan);
        requireNamed(asked, plan.preview());
        if (plan.preview().recipients() == 0) {
            return nobody(terminal, asked, options, plan);
        }
        if (dryRun) {
            options.checkOverride(plan.preview().overridden());
            confirmation.check(plan.question());
            if (json && asked.kind() == JobKind.RESEND) {
                numbers(terminal, asked.choice(), plan);
            }
            return DryRunLines.print(terminal, json, planner.dryRun(plan.request()));
        }
        if ((text != null && !text.meant(terminal, asked.written()))
                || !options.overrideGiven(terminal, plan.preview().overridden())
                || !confirmation.given(
                        terminal, workspace.connection(), plan.question().on(workspace.mark()))) {
            return ExitStatus.FAILED;
        }
        return new JobSender(session, workspace, json).send(plan);
    }

    /** What it acts on, whom it leaves out and what it costs. */
    private static void show(Terminal terminal, Views views, DeliveryChoice choice, JobPlan plan) {
        JobKind kind = plan.request().kind();
        JobPreview preview = plan.preview();
        RunQuery.Row run = AnnouncementShowCommand.find(views, choice.runId());
        terminal.note(CommandTexts.planLine("follow.of", States.of(kind), run.id(), run.title()));
        if (kind != JobKind.RECALL) {
            terminal.note(CommandTexts.planLine(
                    "plan.message",
                    preview.message().suggestedTitle(),
                    preview.message().format().wire(),
                    preview.bytes()));
        }
        terminal.note(CommandTexts.planLine(
                "follow.able." + JsonRow.lower(kind),
                preview.recipients(),
                preview.selected(),
                preview.leftOutCount()));
        MessageOptions.show(terminal::note, plan.advice());
        SendOptions.show(
                terminal::note, plan.leftOut(), plan.request().choices(), preview.overridden(), preview.recipients());
        terminal.note(
                preview.time().isZero()
                        ? CommandTexts.planLine("follow.requests", preview.requests())
                        : CommandTexts.planLine(
                                "follow.requests.time", preview.requests(), Times.about(preview.time())));
        if (kind == JobKind.RECALL) {
            terminal.note(CommandTexts.planLine("announcementRecall.warning"));
        }
        // It is said last, so that it stands right above the question.
        MessageOptions.show(terminal::note, plan.cautions());
    }

    /** @throws Problem where a delivery was named that is not there */
    private static void requireNamed(JobRequest.FollowUp asked, JobPreview preview) {
        DeliveryChoice choice = asked.choice();
        if (choice.states().isEmpty()
                && choice.code() == null
                && choice.search().isBlank()) {
            ChoiceOptions.requireNamed(choice, preview.selected(), "plan.named");
        }
    }

    private int nobody(Terminal terminal, JobRequest.FollowUp asked, SendOptions options, JobPlan plan) {
        options.checkOverride(plan.preview().overridden());
        confirmation.check(plan.question());
        long job = asked.choice().runId();
        long selected = plan.preview().selected();
        Reason why = selected == 0
                ? Reason.of("plan.noDelivery", job)
                : Reason.of(asked.kind() == JobKind.RESEND ? "plan.nobodyToResend" : "plan.nothingToChange");
        return NothingToDo.tell(terminal, json, why, row -> row.put("dryRun", dryRun)
                .put("announcementId", job)
                .put("selected", selected)
                .put("recipients", 0L));
    }

    private static void numbers(Terminal terminal, DeliveryChoice choice, JobPlan plan) {
        JobPreview preview = plan.preview();
        new JsonRow(terminal)
                .put("dryRun", true)
                .put("announcementId", choice.runId())
                .put("selected", preview.selected())
                .put("recipients", preview.recipients())
                .put("requests", preview.requests())
                .put("seconds", preview.time().toMillis() / 1000.0)
                .put("warnings", plan.warnings(), MessageOptions::json)
                .print();
    }
}
