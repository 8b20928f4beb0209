package dev.rostrum.cli;

import dev.rostrum.announce.Announcements.FollowPlan;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace.Views;

/** The plan of a resend, edit or recall, before it is confirmed. */
final class FollowLines {
    private FollowLines() {}

    /** What it acts on; the reasons of those left out follow. */
    static void show(
            Terminal terminal, Views views, JobKind kind, DeliveryChoice choice, Message message, FollowPlan plan) {
        RunQuery.Row run = AnnouncementShowCommand.find(views, choice.runId());
        terminal.note(CommandTexts.planLine("follow.of", States.of(kind), run.id(), run.title()));
        if (kind != JobKind.RECALL) {
            terminal.note(CommandTexts.planLine(
                    "plan.message", message.suggestedTitle(), message.format().wire(), plan.bytes()));
        }
        terminal.note(CommandTexts.planLine(
                "follow.able." + JsonRow.lower(kind), plan.able(), plan.chosen(), plan.chosen() - plan.able()));
    }

    static void requests(Terminal terminal, FollowPlan plan) {
        terminal.note(
                plan.time().isZero()
                        ? CommandTexts.planLine("follow.requests", plan.requests())
                        : CommandTexts.planLine("follow.requests.time", plan.requests(), Times.about(plan.time())));
    }

    /** @throws Problem where nothing can be done, or a delivery was named that is not there */
    static void requireAny(JobKind kind, DeliveryChoice choice, FollowPlan plan) {
        if (choice.states().isEmpty()
                && choice.code() == null
                && choice.search().isBlank()) {
            ChoiceOptions.requireNamed(choice, plan.chosen(), "plan.named");
        }
        if (plan.able() == 0) {
            throw plan.chosen() == 0
                    ? Problem.wrongUse("plan.noDelivery", choice.runId())
                    : Problem.wrongUse(kind == JobKind.RESEND ? "plan.nobodyToResend" : "plan.nothingToChange");
        }
    }
}
