package dev.rostrum.announce;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans from window or terminal, through the whole program but for the sending. */
class GuardedPlanTest {
    private static final Message TEXT = new Message("Fire drill on Monday", TextFormat.PLAIN);

    @TempDir
    Path folder;

    @Test
    void anOverrideTakesTheNumberOfPeopleThatItBringsIn() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 12)) {
            SandboxTeam team = graph.sync(0);
            Audience audience = Audience.ofTeams(Set.of(team.id()));
            List<UserQuery.Row> people = graph.workspace
                    .views()
                    .users()
                    .select(PeopleFilter.of(null, ""))
                    .page(0, 100);
            DoNotContact list = graph.workspace.act().doNotContact();
            list.set(people.get(0).id(), OptOut.Asker.PERSON, null);
            list.set(people.get(1).id(), OptOut.Asker.ADMIN, "on leave");
            Planner planner = graph.planner();
            JobRequest.Send careful = new JobRequest.Send(null, TEXT, audience, SendChoices.NONE);
            JobPreview plain = planner.preview(careful);
            assertThat(plain.recipients()
                            + plain.leftOut().stream().mapToLong(LeftOut::count).sum())
                    .isEqualTo(plain.selected());
            assertThat(plain.overridable()).isPositive();
            assertThat(planner.explain(careful, people.get(0).id()).code()).isEqualTo("OptedOut");
            SendChoices override = new SendChoices(false, 0, false, "Everybody must know");
            JobRequest.Send forced = careful.with(override);
            JobPreview lifted = planner.preview(forced);
            assertThat(lifted.overridden()).isEqualTo(plain.overridable());
            assertThat(lifted.recipients()).isEqualTo(plain.recipients() + plain.overridable());
            assertThatThrownBy(() -> planner.plan(
                            forced, TestGraph.confirmed(lifted, lifted.recipients(), 0), n -> {}, () -> false))
                    .isInstanceOf(Problem.class)
                    .satisfies(says("The override brings in " + lifted.overridden()));
            assertThat(graph.workspace.views().runs().select("").count()).isZero();
            assertThat(graph.workspace.views().audit().select().count()).isEqualTo(2);
            long run = planner.plan(forced, lifted, n -> {}, () -> false);
            assertThat(graph.workspace.views().audit().ofRun(run).page(0, 10))
                    .extracting(AuditQuery.Row::act)
                    .containsExactly(AuditAct.OVERRIDE, AuditAct.PLANNED);
            assertThat(planner.preview(new JobRequest.Resend(DeliveryChoice.ofRun(run), SendChoices.NONE))
                            .recipients())
                    .isZero();
            assertThatThrownBy(() -> graph.plan(new JobRequest.Recall(DeliveryChoice.ofRun(run)), 0))
                    .isInstanceOf(Problem.class);
            graph.runs().stop(run);
            DeliveryChoice cancelled = DeliveryChoice.ofStates(run, Set.of(DeliveryState.CANCELLED));
            JobRequest.Resend repeated = new JobRequest.Resend(cancelled, override);
            JobPreview again = planner.preview(repeated);
            assertThat(again.recipients()).isEqualTo(lifted.recipients());
            assertThat(again.message()).isEqualTo(TEXT);
            assertThatThrownBy(() -> graph.plan(repeated, again.recipients() + 1))
                    .isInstanceOf(Problem.class);
            long resend = planner.plan(repeated, again, n -> {}, () -> false);
            assertThat(graph.workspace.views().runs().find(resend).orElseThrow().parent())
                    .isEqualTo(run);
        }
    }
}
