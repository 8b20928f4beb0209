package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.ShellLine;
import dev.rostrum.domain.TextFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobCommandTest {
    private static final Message TEXT = new Message("--Hi, \u201cyou\u201d\nall", TextFormat.PLAIN);

    private static List<String> line(JobRequest request) {
        return JobCommand.of("Tarn & Co", request, 12, 3).orElseThrow().arguments();
    }

    @Test
    void anAnnouncementNamesPeopleAndTeamsByTheirIds() {
        SendChoices choices =
                new SendChoices(true, 2, true, "They asked").atRate(5.0).withUnknownKind();
        assertThat(line(new JobRequest.Send(
                        "Doors",
                        TEXT,
                        new Audience(Set.of("19:a@thread.tacv2"), Set.of("29:u"), Set.of("29:x")),
                        choices)))
                .containsExactly(
                        "rostrum",
                        "--connection",
                        "Tarn & Co",
                        "announce",
                        "--title=Doors",
                        "--text=--Hi, \u201cyou\u201d\nall",
                        "--format",
                        "plain",
                        "--team",
                        "19:a@thread.tacv2",
                        "--user",
                        "29:u",
                        "--exclude",
                        "29:x",
                        "--canary",
                        "2",
                        "--rate",
                        "5",
                        "--retry-gateway",
                        "--include-outsiders",
                        "--include-unknown",
                        "--override=They asked",
                        "--override-count",
                        "3",
                        "--expect",
                        "12");
    }

    @Test
    void teamsThatAreLeftOutAreNamed() {
        Audience without = new Audience(Set.of("19:a"), Set.of(), Set.of(), Set.of("19:b"));
        assertThat(line(new JobRequest.Send("", TEXT, without, SendChoices.NONE)))
                .containsSequence("--team", "19:a", "--exclude-team", "19:b");
    }

    @Test
    void resendEditAndRecallNameTheirRows() {
        DeliveryChoice choice = new DeliveryChoice(
                7, true, Set.of(DeliveryState.REFUSED, DeliveryState.IN_DOUBT), "Blocked", null, "-x", Set.of(9L, 8L));
        assertThat(line(new JobRequest.Resend(choice, SendChoices.NONE)))
                .endsWith(
                        "announcement",
                        "resend",
                        "7",
                        "--all-jobs",
                        "--state",
                        "in_doubt,refused",
                        "--code=Blocked",
                        "--search=-x",
                        "--delivery",
                        "8,9",
                        "--expect",
                        "12");
        assertThat(line(new JobRequest.Recall(DeliveryChoice.ofRun(7))))
                .endsWith("announcement", "recall", "7", "--expect", "12");
        ShellLine edit = new ShellLine(line(new JobRequest.Edit(DeliveryChoice.ofRun(7), TEXT)));
        assertThat(edit.in(ShellLine.Shell.SH).orElseThrow()).contains("'--text=--Hi, ");
        assertThat(edit.in(ShellLine.Shell.CMD)).as("several lines").isEmpty();
    }
}
