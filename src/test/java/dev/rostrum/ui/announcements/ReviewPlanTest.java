package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.DryRun;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.PeopleLeftOut;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.PlannedPerson;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands behind the numbers of a review, and what is chosen on it. */
class ReviewPlanTest {
    private static final Message MESSAGE = new Message("Hello **there**", TextFormat.MARKDOWN);

    @TempDir
    Path folder;

    private TestGraph graph;
    private SandboxTeam team;
    private List<String> people;
    private final List<Long> started = new ArrayList<>();
    private final List<ReviewViewModel> models = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 20.0, 40);
        team = graph.sync(0);
        people = graph.workspace.views().users().ids(PeopleFilter.of(team.id(), ""));
    }

    @AfterEach
    void close() throws Exception {
        models.forEach(ReviewViewModel::close);
        graph.close();
    }

    private ReviewViewModel review(JobRequest request) {
        ReviewViewModel model = new ReviewViewModel(
                graph.workspace,
                new InlineTasks(),
                Runnable::run,
                (delay, task) -> task.run(),
                System::nanoTime,
                new Proposal("Hello", request),
                started::add);
        models.add(model);
        model.load();
        return model;
    }

    private ReviewViewModel toAll(Audience audience) {
        ReviewViewModel model = review(new JobRequest.Send("", MESSAGE, audience, SendChoices.NONE));
        model.choices().outsidersProperty().set(true);
        return model;
    }

    private User person(int number) {
        return graph.workspace.views().find(people.get(number)).orElseThrow();
    }

    @Test
    void eachReasonOpensExactlyThePeopleBehindIt() {
        graph.workspace.act().doNotContact().set(people.get(0), OptOut.Asker.ADMIN, null);
        graph.workspace.act().doNotContact().set(people.get(1), OptOut.Asker.PERSON, "asked");
        ReviewViewModel model = review(new JobRequest.Send(
                "",
                MESSAGE,
                Audience.ofTeams(Set.of(team.id())).without(Set.of(people.get(2), people.get(3))),
                SendChoices.NONE));
        List<LeftOut> reasons = model.reviewedProperty().get().plan().leftOut();
        assertThat(reasons).hasSizeGreaterThanOrEqualTo(3);
        for (LeftOut reason : reasons) {
            try (SoughtRows<PeopleLeftOut, PlannedPerson> sought = model.leftOut(reason.code())) {
                assertThat(sought.rows()).as(reason.code()).hasSize((int) reason.count());
            }
        }
        try (SoughtRows<PeopleLeftOut, PlannedPerson> removed = model.leftOut("Removed")) {
            assertThat(removed.rows())
                    .extracting(PlannedPerson::userId)
                    .containsExactlyInAnyOrder(person(2).id(), person(3).id());
            removed.search(person(3).email().toUpperCase(java.util.Locale.ROOT));
            assertThat(removed.rows()).singleElement().satisfies(one -> {
                assertThat(one.userId()).isEqualTo(person(3).id());
                assertThat(one.name()).isEqualTo(person(3).name());
                assertThat(one.email()).isEqualTo(person(3).email());
            });
            removed.search("nobody of that name");
            assertThat(removed.rows()).isEmpty();
            removed.search(" ");
            assertThat(removed.rows()).hasSize(2);
        }
    }

    @Test
    void theRequestsOfOnePersonAreFound() {
        ReviewViewModel model = toAll(Audience.ofTeams(Set.of(team.id())));
        try (SoughtRows<DryRun, DryRun.Row> sought = model.requests()) {
            assertThat(sought.rows()).hasSize(40);
            sought.search(person(7).email());
            assertThat(sought.rows()).singleElement().satisfies(row -> assertThat(model.requestText(row))
                    .contains(person(7).id()));
        }
    }

    @Test
    void ofFollowUpsTooTheReasonsOpenAndTheRequestsAreFound() throws Exception {
        ReviewViewModel first = toAll(Audience.ofTeams(Set.of(team.id())));
        first.send();
        long run = started.get(0);
        graph.ended(run);
        ReviewViewModel resend = review(new JobRequest.Resend(DeliveryChoice.ofRun(run), SendChoices.NONE));
        assertThat(resend.reviewedProperty().get().plan().recipients()).isZero();
        assertThat(resend.troubleProperty().get()).startsWith("None of these people can be sent to again");
        assertThat(resend.timeWords()).isEmpty();
        long overridable = resend.overridable();
        assertThat(overridable).as("the same text, within 30 days").isPositive();
        for (LeftOut reason : resend.reviewedProperty().get().plan().leftOut()) {
            try (SoughtRows<PeopleLeftOut, PlannedPerson> sought = resend.leftOut(reason.code())) {
                assertThat(sought.rows()).as(reason.code()).hasSize((int) reason.count());
            }
        }
        resend.override("They ask for it", overridable);
        assertThat(resend.reviewedProperty().get().plan().recipients()).isEqualTo(overridable);
        assertThat(resend.troubleProperty().get()).isNull();
        try (SoughtRows<DryRun, DryRun.Row> sought = resend.requests()) {
            sought.search(person(5).email());
            assertThat(sought.rows()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void anEditHasTheOldTextBesideTheNew() throws Exception {
        ReviewViewModel first = toAll(Audience.ofTeams(Set.of(team.id())));
        first.send();
        long run = started.get(0);
        graph.ended(run);
        Message second = new Message("Second", TextFormat.MARKDOWN);
        ReviewViewModel edit = review(new JobRequest.Edit(DeliveryChoice.ofAnnouncement(run), second));
        assertThat(edit.reviewedProperty().get().before().text()).isEqualTo(MESSAGE.text());
        edit.send();
        graph.ended(started.get(1));
        ReviewViewModel again = review(
                new JobRequest.Edit(DeliveryChoice.ofAnnouncement(run), new Message("Third", TextFormat.MARKDOWN)));
        assertThat(again.reviewedProperty().get().before()).isEqualTo(second);
        assertThat(first.reviewedProperty().get().before()).isNull();
    }

    @Test
    void aRateIsReadKeptAndEstimatedWith() throws Exception {
        ReviewViewModel model = toAll(Audience.ofUsers(Set.copyOf(people.subList(0, 10))));
        assertThat(model.timeWords()).isEqualTo("A few seconds at 20 requests/s");
        ReviewChoices choices = model.choices();
        choices.rateOnProperty().set(true);
        for (String wrong : List.of("", "0", "-1", "1,000", "fast", "1e3")) {
            choices.rateProperty().set(wrong);
            assertThat(choices.rateTrouble()).as(wrong).startsWith("Type a number above 0");
            assertThat(model.unlockedProperty().get()).as(wrong).isFalse();
            assertThat(model.lockedBecause()).as(wrong).isEqualTo(choices.rateTrouble());
        }
        choices.rateProperty().set("0.1");
        assertThat(choices.rateTrouble()).isNull();
        assertThat(model.unlockedProperty().get()).isTrue();
        assertThat(model.timeWords()).isEqualTo("About 3 min at 0.1 requests/s");
        choices.rateProperty().set("500");
        assertThat(model.timeWords()).as("the connection's is lower").endsWith("at 20 requests/s");
        choices.rateProperty().set("15");
        model.send();
        graph.ended(started.get(0));
        assertThat(graph.workspace
                        .views()
                        .runs()
                        .find(started.get(0))
                        .orElseThrow()
                        .choices()
                        .rate())
                .isEqualTo(15.0);
    }

    @Test
    void theRateOfATenantHasAMost() {
        ReviewChoices tenant = new ReviewChoices(SendChoices.NONE, false);
        tenant.rateOnProperty().set(true);
        tenant.rateProperty().set("50");
        assertThat(tenant.rateTrouble()).isNull();
        tenant.rateProperty().set("50.5");
        assertThat(tenant.rateTrouble()).isEqualTo("Type a number above 0, at most 50.");
    }

    @Test
    void theFirstPeopleHaveAnEstimateOfTheirOwn() {
        ReviewViewModel model = toAll(Audience.ofTeams(Set.of(team.id())));
        assertThat(model.firstWords()).isEmpty();
        model.choices().canaryOnProperty().set(true);
        model.choices().canaryProperty().set("20");
        assertThat(model.firstWords()).isEqualTo("First 20 people: a few seconds, then it waits for you");
        model.choices().rateOnProperty().set(true);
        model.choices().rateProperty().set("0.5");
        assertThat(model.firstWords())
                .as("a request to open, a request to send")
                .startsWith("First 20 people: about 1 min");
        model.choices().canaryProperty().set("1");
        assertThat(model.firstWords()).startsWith("First person: ");
        model.choices().canaryProperty().set("40");
        assertThat(model.firstWords()).as("all of them").isEmpty();
    }

    @Test
    void whatWasChosenIsToldAndStandsThereAgain() {
        List<SendChoices> told = new ArrayList<>();
        SendChoices before =
                new SendChoices(true, 7, true, null).withUnknownKind().atRate(2.5);
        JobRequest.Send send = new JobRequest.Send("", MESSAGE, Audience.ofTeams(Set.of(team.id())), before);
        ReviewViewModel model = new ReviewViewModel(
                graph.workspace,
                new InlineTasks(),
                Runnable::run,
                (delay, task) -> task.run(),
                System::nanoTime,
                new Proposal("Hello", send, () -> null, told::add),
                started::add);
        models.add(model);
        assertThat(model.choices().chosen(null)).isEqualTo(before);
        model.choices().rateProperty().set("");
        assertThat(told).as("what cannot be read").isEmpty();
        model.choices().rateProperty().set("3");
        assertThat(told).containsExactly(before.atRate(3.0));
    }
}
