package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.records.Backups;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.store.query.DeliveryDetails;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.TakingBack;
import dev.rostrum.ui.table.SortKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunViewModelTest {
    /** Remembers the question and answers as told. */
    private static final class Answering implements Dialogs {
        private String answer = CANCEL;
        /** Answers to the next questions; then {@link #answer} again. */
        private final Deque<String> answers = new ArrayDeque<>();

        private final List<Question> asked = new ArrayList<>();
        private final List<String> told = new ArrayList<>();

        @Override
        public void ask(Question question, Consumer<String> told) {
            asked.add(question);
            told.accept(answers.isEmpty() ? answer : answers.poll());
        }

        @Override
        public void done(String words, TakingBack back) {
            told.add(words);
        }

        @Override
        public void tell(String news) {
            told.add(news);
        }
    }

    @TempDir
    Path folder;

    private final Clock clock = Clock.systemDefaultZone();
    private final Answering dialogs = new Answering();
    private TestGraph graph;
    private SandboxTeam team;
    private final List<Proposal> proposals = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 40, 12);
        team = graph.sync(0);
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    private RunViewModel model(long run) {
        return model(run, new InlineTasks());
    }

    private RunViewModel model(long run, Tasks tasks) {
        RunViewModel model = new RunViewModel(
                graph.workspace,
                tasks,
                System::nanoTime,
                clock,
                dialogs,
                (title, suggested, chosen) -> chosen.accept(folder.resolve(suggested)),
                proposals::add,
                run);
        model.refresh();
        return model;
    }

    @Test
    void aFinishedRunAddsUpAndNamesItsCauses() throws Exception {
        graph.sandbox.answerTimes(3, r -> r.route() == Route.SEND, CannedAnswer.writesBlocked());
        long run = graph.plan(team);
        graph.run(run);
        graph.sandbox.answerTimes(
                1, r -> r.route() == Route.SEND, CannedAnswer.of(502, "").processedFirst());
        long second = graph.plan(team);
        graph.run(second);

        RunViewModel model = model(run);
        assertThat(model.snapshotProperty().get().state()).isEqualTo(RunState.DONE);
        assertThat(model.snapshotProperty().get().totals().sent()).isEqualTo(37);
        assertThat(model.actionProperty().get()).isEqualTo(RunViewModel.RunAction.NONE);
        assertThat(model.stoppable()).isFalse();
        assertThat(model.noticeProperty().get()).isNull();
        assertThat(model.spokenTotals()).isEqualTo("40 selected, 37 accepted by Teams, 3 refused");
        assertThat(model.causes()).hasSize(1);
        CauseLine cause = model.causes().get(0);
        assertThat(cause.count()).isEqualTo(3);
        assertThat(cause.what()).doesNotEndWith(".");
        assertThat(cause.step()).startsWith("Teams admin");
        model.shown().show(cause);
        assertThat(model.deliveries().countProperty().get()).isEqualTo(3);
        model.close();

        RunViewModel doubtful = model(second);
        assertThat(doubtful.stateLabel().word()).isEqualTo("Needs you");
        assertThat(doubtful.noticeProperty().get().showsDoubt()).isTrue();
        doubtful.shown().filter(StateGroup.IN_DOUBT);
        assertThat(doubtful.deliveries().countProperty().get()).isEqualTo(1);
        doubtful.shown().showAll();
        assertThat(doubtful.deliveries().countProperty().get()).isEqualTo(40);
        doubtful.close();
    }

    @Test
    void pausesAndResumesInOnePlace() throws Exception {
        graph.sandbox.answerTimes(1, r -> r.route() == Route.SEND, CannedAnswer.throttled(Duration.ofSeconds(60)));
        long run = graph.plan(team);
        RunViewModel model = model(run);
        assertThat(model.actionProperty().get()).isEqualTo(RunViewModel.RunAction.RESUME);
        assertThat(model.noticeProperty().get().what()).isEqualTo("Planned, not started.");
        ConcurrentLinkedQueue<RunSnapshot> told = new ConcurrentLinkedQueue<>();
        try (Runs.Watch watch = graph.runs().watch(told::add)) {
            assertThat(watch).isNotNull();
            model.pauseOrResume();
            TestGraph.until("it waits for Teams", () -> {
                for (RunSnapshot next = told.poll(); next != null; next = told.poll()) {
                    model.live(next);
                }
                return model.noticeProperty().get() != null
                        && model.noticeProperty().get().what().startsWith("Waiting until");
            });
            assertThat(model.noticeProperty().get().rest()).contains("Sending goes on by itself in");
            assertThat(model.stateLabel().word()).isEqualTo("Waiting for Teams");
            assertThat(model.actionProperty().get()).isEqualTo(RunViewModel.RunAction.PAUSE);
            model.pauseOrResume();
            assertThat(model.actionProperty().get())
                    .isIn(RunViewModel.RunAction.PAUSING, RunViewModel.RunAction.RESUME);
            graph.ended(run);
            TestGraph.until("it is paused", () -> {
                for (RunSnapshot next = told.poll(); next != null; next = told.poll()) {
                    model.live(next);
                }
                return model.actionProperty().get() == RunViewModel.RunAction.RESUME;
            });
            assertThat(model.noticeProperty().get().what()).isEqualTo("Paused by you.");
        }
        model.close();
    }

    /** On a busy machine a short run ends while its page is being read: the page must not stay at what was read. */
    @Test
    void whatWasReadBeforeTheEndIsNotShownAfterIt() throws Exception {
        graph.sandbox.answerTimes(1, r -> r.route() == Route.SEND, CannedAnswer.throttled(Duration.ofSeconds(60)));
        long run = graph.plan(team);
        graph.runs().start(run);
        TestGraph.until("it sends", () -> graph.runs().snapshot(run).state() == RunState.RUNNING);
        ConcurrentLinkedQueue<Runnable> late = new ConcurrentLinkedQueue<>();
        RunViewModel model = model(run, new InlineTasks(late::add));
        graph.runs().pauseAll();
        graph.ended(run);
        model.live(graph.runs().snapshot(run));
        for (Runnable next = late.poll(); next != null; next = late.poll()) {
            next.run();
        }
        assertThat(model.actionProperty().get()).isEqualTo(RunViewModel.RunAction.RESUME);
        assertThat(model.noticeProperty().get().what()).isEqualTo("Paused by you.");
        model.close();
    }

    @Test
    void aPauseWaitsForNothingThatTakesLong() throws Exception {
        graph.sandbox.answerTimes(1, r -> r.route() == Route.SEND, CannedAnswer.throttled(Duration.ofSeconds(60)));
        long run = graph.plan(team);
        Backups backups = graph.program.backups(graph.connection());
        CountDownLatch gate = new CountDownLatch(1);
        ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Exception> failed = new ConcurrentLinkedQueue<>();
        ExecutorService fx = Executors.newSingleThreadExecutor();
        try (FxTasks tasks = new FxTasks(fx)) {
            for (int i = 0; i < 4; i++) {
                tasks.lengthy(() -> {
                            gate.await();
                            return "export";
                        })
                        .onOk(ended::add)
                        .onFail(failed::add)
                        .start();
            }
            for (int i = 0; i < 4; i++) {
                // What an opening of the Backup page starts.
                tasks.lengthy(() -> backups.trouble(backups.create()))
                        .onOk(sound -> ended.add("checked"))
                        .onFail(failed::add)
                        .start();
            }
            RunViewModel model = fx.submit(() -> model(run, tasks)).get();
            try (Runs.Watch watch = graph.runs().watch(now -> fx.execute(() -> model.live(now)))) {
                assertThat(watch).isNotNull();
                shows(fx, model, RunViewModel.RunAction.RESUME);
                fx.submit(model::pauseOrResume).get();
                shows(fx, model, RunViewModel.RunAction.PAUSE);
                fx.submit(model::pauseOrResume).get();
                graph.ended(run);
                assertThat(graph.runs().snapshot(run).state()).isEqualTo(RunState.PAUSED);
                assertThat(ended).isEmpty();
            }
            gate.countDown();
            TestGraph.until("the long work ends", () -> ended.size() + failed.size() == 8);
            assertThat(failed).isEmpty();
            fx.submit(model::close).get();
        } finally {
            gate.countDown();
            fx.shutdownNow();
        }
    }

    private static void shows(ExecutorService fx, RunViewModel model, RunViewModel.RunAction action) throws Exception {
        TestGraph.until(
                "it shows " + action,
                () -> fx.submit(() -> model.actionProperty().get() == action).get());
    }

    @Test
    void stopAsksFirst() throws Exception {
        long run = graph.plan(team);
        RunViewModel model = model(run);
        model.stop();
        assertThat(dialogs.asked).hasSize(1);
        assertThat(dialogs.asked.get(0).body()).contains("40 people are still waiting");
        assertThat(model.snapshotProperty().get().state()).isEqualTo(RunState.PAUSED);
        dialogs.answer = "stop";
        model.stop();
        assertThat(model.snapshotProperty().get().state()).isEqualTo(RunState.STOPPED);
        assertThat(model.snapshotProperty().get().totals().cancelled()).isEqualTo(40);
        assertThat(model.noticeProperty().get().what()).isEqualTo("Stopped.");
        assertThat(graph.posted()).isEmpty();
        model.close();
    }

    @Test
    void afterTheProgramEndedItResumesAtOnesWord() throws Exception {
        long run = graph.plan(team);
        CrashedRun.leave(graph, run, 1);

        RunListViewModel list = new RunListViewModel(graph.workspace, new InlineTasks(), System::nanoTime);
        list.refresh();
        assertThat(list.noticeProperty().get().what())
                .isEqualTo("1 send of \u201cHello\u201d was under way when Rostrum ended.");
        assertThat(list.noticeProperty().get().rest()).isEqualTo("It is in doubt; nothing is sent before you resume.");
        assertThat(list.noticeProperty().get().runId()).isEqualTo(run);
        list.close();

        RunViewModel model = model(run);
        assertThat(model.noticeProperty().get().what()).isEqualTo("Resumes at your word.");
        assertThat(model.noticeProperty().get().rest()).contains("1 in doubt, 39 waiting");
        assertThat(graph.posted()).as("nothing is sent before").isEmpty();
        model.pauseOrResume();
        graph.ended(run);
        model.refresh();
        assertThat(model.snapshotProperty().get().totals().sent()).isEqualTo(39);
        assertThat(graph.posted()).hasSize(39);
        model.close();
    }

    @Test
    void exportsWhatIsShownInItsOrder() throws Exception {
        long run = graph.plan(team);
        graph.run(run);
        RunViewModel model = model(run);
        model.shown().table().sort(List.of(new SortKey("name", false)));
        model.export();
        List<String> lines = Files.readAllLines(folder.resolve("deliveries-" + run + ".csv"), StandardCharsets.UTF_8);
        assertThat(lines).hasSize(41);
        assertThat(lines.get(0)).startsWith("\ufeffname,email,userId,kind,state");
        assertThat(lines.get(1)).contains(DeliveryState.SENT.name()).contains("a:");
        assertThat(lines.get(1)).startsWith(quoted(model.deliveries().get(0).name()));
        assertThat(dialogs.told).containsExactly("40 deliveries were written to deliveries-" + run + ".csv");
        model.close();
    }

    private static String quoted(String name) {
        return name.contains(",") ? "\"" + name : name;
    }

    @Test
    void theListTellsTheOutcomeInWords() throws Exception {
        graph.sandbox.answerTimes(2, r -> r.route() == Route.SEND, CannedAnswer.writesBlocked());
        long run = graph.plan(team);
        RunListViewModel list = new RunListViewModel(graph.workspace, new InlineTasks(), System::nanoTime);
        list.refresh();
        assertThat(list.noticeProperty().get().what()).contains("was not started");
        assertThat(list.percent(list.table().rows().get(0))).isEmpty();
        list.live(graph.run(run));
        list.refresh();
        assertThat(list.percent(list.table().rows().get(0))).isEqualTo("95.0\u00a0%");
        assertThat(list.outcome(list.table().rows().get(0))).isEqualTo("2 refused");
        assertThat(list.stateLabel(list.table().rows().get(0)).word()).isEqualTo("Finished");
        assertThat(list.noticeProperty().get()).isNull();
        list.table().searchProperty().set("nothing like it");
        list.table().query();
        assertThat(list.table().rows()).isEmpty();
        list.close();
    }

    private long withDoubts(int doubts) throws Exception {
        graph.sandbox.answerTimes(
                doubts, r -> r.route() == Route.SEND, CannedAnswer.of(502, "").processedFirst());
        long run = graph.plan(team);
        graph.run(run);
        return run;
    }

    @Test
    void aDoubtIsDecidedByTheAdminAndTheTotalsFollow() throws Exception {
        long run = withDoubts(2);
        RunViewModel model = model(run);
        Totals before = model.snapshotProperty().get().totals();
        assertThat(before.inDoubt()).isEqualTo(2);
        DeliveryQuery.Row doubt = graph.deliveries(run).stream()
                .filter(row -> row.state() == DeliveryState.IN_DOUBT)
                .findFirst()
                .orElseThrow();
        dialogs.answer = "cancel";
        model.decide(doubt, Decision.ARRIVED);
        assertThat(graph.workspace.views().runs().find(run).orElseThrow().totals())
                .isEqualTo(before);
        dialogs.answer = "yes";
        model.decide(doubt, Decision.ARRIVED);
        Totals after = model.snapshotProperty().get().totals();
        assertThat(after.inDoubt()).isEqualTo(1);
        assertThat(after.sent()).isEqualTo(before.sent() + 1);
        assertThat(after.addUp()).isTrue();
        assertThat(model.acceptedWord()).isEqualTo("Accepted, 1 decided");
        List<RunViewModel.LogLine> told = new ArrayList<>();
        model.log(told::addAll);
        assertThat(told.get(0).words()).contains("decided: it arrived").contains(System.getProperty("user.name"));
        model.close();
    }

    @Test
    void theNumbersAreThoseOfWhatIsListed() throws Exception {
        long run = withDoubts(1);
        RunViewModel model = model(run);
        dialogs.answer = "yes";
        DeliveryQuery.Row doubt = graph.deliveries(run).stream()
                .filter(row -> row.state() == DeliveryState.IN_DOUBT)
                .findFirst()
                .orElseThrow();
        model.decide(doubt, Decision.ARRIVED);
        Set<Long> three = graph.deliveries(run).stream()
                .filter(row -> row.id() != doubt.id())
                .limit(3)
                .map(DeliveryQuery.Row::id)
                .collect(Collectors.toSet());
        graph.run(graph.plan(new JobRequest.Recall(DeliveryChoice.ofRows(run, three))));
        model.refresh();
        String recalled = "40 selected, 37 accepted (1 by your decision), 3 recalled";
        assertThat(model.spokenTotals()).as("of this job").isEqualTo(recalled);
        assertFiltersFit(model);

        model.showEverybody(true);
        assertThat(model.spokenTotals()).as("over all jobs").isEqualTo(recalled);
        assertThat(model.deliveries().countProperty().get()).isEqualTo(40);
        assertFiltersFit(model);
        RunListViewModel list = list();
        assertThat(list.table().rows())
                .as("a recall is no announcement of its own")
                .hasSize(1);
        assertThat(list.outcome(list.table().rows().get(0))).isEqualTo("recalled 3 of 40");

        graph.run(graph.plan(new JobRequest.Recall(DeliveryChoice.ofRun(run))));
        model.refresh();
        assertThat(model.spokenTotals())
                .as("who took no part in the second one stands as before")
                .isEqualTo("40 selected, 1 accepted (1 by your decision), 39 recalled");
        model.showEverybody(false);
        assertThat(model.spokenTotals()).startsWith("40 selected, 1 accepted");
        assertThat(model.acceptedWord()).isEqualTo("Accepted, 1 decided");
        list.refresh();
        assertThat(list.outcome(list.table().rows().get(0))).isEqualTo("recalled 39 of 40");
        list.close();
        model.close();
    }

    /** Each filter shows as many as its number says, and all of them together are those selected. */
    private static void assertFiltersFit(RunViewModel model) {
        ShownTotals totals = model.countedProperty().get();
        assertThat(totals.addUp()).isTrue();
        for (StateGroup group : StateGroup.values()) {
            model.shown().filter(group);
            assertThat(model.deliveries().countProperty().get()).as("%s", group).isEqualTo(totals.of(group));
        }
        model.shown().filter(null);
        assertThat(model.deliveries().countProperty().get()).isEqualTo(totals.selected());
    }

    private RunListViewModel list() {
        RunListViewModel list = new RunListViewModel(graph.workspace, new InlineTasks(), System::nanoTime);
        list.refresh();
        return list;
    }

    /** What is done with those shown is done with them and nobody else, whichever job their latest outcome is of. */
    @Test
    void whatIsShownOverAllJobsIsTakenExactly() throws Exception {
        graph.sandbox.answerTimes(2, r -> r.route() == Route.SEND, CannedAnswer.writesBlocked());
        long run = graph.plan(team);
        graph.run(run);
        Set<Long> five = graph.deliveries(run).stream()
                .filter(row -> row.state() == DeliveryState.SENT)
                .limit(5)
                .map(DeliveryQuery.Row::id)
                .collect(Collectors.toSet());
        graph.run(graph.plan(
                new JobRequest.Edit(DeliveryChoice.ofRows(run, five), new Message("New words", TextFormat.PLAIN))));
        RunViewModel model = model(run);
        List<Message> now = new ArrayList<>();
        model.messageNow(now::add);
        assertThat(now)
                .as("a change begins with the newest text")
                .containsExactly(new Message("New words", TextFormat.PLAIN));
        model.showEverybody(true);
        assertFiltersFit(model);
        assertThat(model.countedProperty().get().of(StateGroup.CHANGED)).isEqualTo(5);
        assertThat(model.causes()).extracting(CauseLine::count).containsExactly(2L);

        model.shown().filter(StateGroup.CHANGED);
        model.recallShown();
        assertThat(graph.planner().preview(proposals.get(0).request()).selected())
                .isEqualTo(5);
        model.shown().filter(StateGroup.REFUSED);
        model.resendShown();
        assertThat(graph.planner().preview(proposals.get(1).request()).selected())
                .isEqualTo(2);
        model.shown().table().searchProperty().set("nobody at all");
        model.shown().query();
        model.recallShown();
        assertThat(proposals).as("nobody is not everybody").hasSize(2);
        assertThat(dialogs.told).last().asString().startsWith("Nobody is shown");

        model.showEverybody(false);
        model.shown().showAll();
        model.shown().filter(StateGroup.CHANGED);
        assertThat(model.deliveries().countProperty().get()).isEqualTo(5);
        model.recallShown();
        assertThat(graph.planner().preview(proposals.get(2).request()).selected())
                .isEqualTo(5);
        model.recall();
        assertThat(graph.planner().preview(proposals.get(3).request()).recipients())
                .as("whatever is shown")
                .isEqualTo(38);
        model.close();
    }

    @Test
    void aDeliveryIsOpenedWithItsRequestsAndTheTextAsItWasThen() throws Exception {
        long run = graph.plan(team);
        graph.run(run);
        RunViewModel model = model(run);
        DeliveryQuery.Row first = model.deliveries().get(0);
        assertThat(first.tries()).as("opening the conversation is no try").isEqualTo(1);
        assertThat(first.attempts()).isEqualTo(2);
        Message changed = new Message("New words", TextFormat.PLAIN);
        Set<Long> one = Set.of(first.id());
        long edit = graph.plan(new JobRequest.Edit(DeliveryChoice.ofRows(run, one), changed));
        graph.run(edit);
        long recall = graph.plan(new JobRequest.Recall(DeliveryChoice.ofRows(run, one)));
        graph.run(recall);

        model.refresh();
        model.open(model.deliveries().get(0));
        DeliveryDetails details = model.detailsProperty().get();
        assertThat(details.attempts())
                .extracting(DeliveryDetails.Attempt::call)
                .containsExactly(Call.CREATE, Call.SEND);
        assertThat(details.attempts()).allMatch(attempt -> attempt.msCv() != null && attempt.status() == 201);
        assertThat(details.message()).as("as it was sent").isEqualTo(TestGraph.HELLO);
        assertThat(details.since())
                .extracting(DeliveryDetails.Later::kind)
                .containsExactly(JobKind.EDIT, JobKind.RECALL);
        assertThat(DeliveryWords.state(details.row()).word()).isEqualTo("Accepted, recalled");
        model.open(null);
        assertThat(model.detailsProperty().get()).isNull();
        model.close();

        for (long later : List.of(edit, recall)) {
            RunViewModel after = model(later);
            after.open(after.deliveries().get(0));
            assertThat(after.detailsProperty().get().message())
                    .as("job %s: what it put there, and what was taken back", later)
                    .isEqualTo(changed);
            after.close();
        }
    }

    @Test
    void theFirstOnesAreToldByNumber() throws Exception {
        long run = graph.plan(new JobRequest.Send(
                "First", TestGraph.HELLO, Audience.ofTeams(Set.of(team.id())), new SendChoices(false, 3, false, null)));
        graph.run(run);
        RunViewModel model = model(run);
        assertThat(model.noticeProperty().get().what()).isEqualTo("3 of 38 were sent to first.");
        assertThat(model.noticeProperty().get().rest()).endsWith("Resume sends to the other 35.");
        CauseLine out =
                model.causes().stream().filter(CauseLine::leftOut).findFirst().orElseThrow();
        model.shown().show(out);
        assertThat(model.deliveries().countProperty().get())
                .as("the people behind a reason under Left out")
                .isEqualTo(out.count())
                .isPositive();
        model.close();
    }

    @Test
    void allDoubtsTakeATypedNumberAndSendingAgainWaitsForResume() throws Exception {
        long run = withDoubts(2);
        RunViewModel model = model(run);
        dialogs.answers.addAll(List.of("again", "yes"));
        model.decideAll();
        Question sure = dialogs.asked.get(dialogs.asked.size() - 1);
        assertThat(sure.typed()).isEqualTo("2");
        assertThat(sure.body()).contains("twice");
        assertThat(model.snapshotProperty().get().state()).isEqualTo(RunState.PAUSED);
        assertThat(model.snapshotProperty().get().totals().waiting()).isEqualTo(2);
        int posted = graph.requests(Route.SEND).size();
        model.pauseOrResume();
        graph.ended(run);
        assertThat(graph.requests(Route.SEND)).hasSize(posted + 2);
        model.close();
    }

    @Test
    void aCauseIsResentToExactlyItsPeople() throws Exception {
        graph.sandbox.answerTimes(3, r -> r.route() == Route.SEND, CannedAnswer.writesBlocked());
        long run = graph.plan(team);
        graph.run(run);
        RunViewModel model = model(run);
        CauseLine refused = model.causes().stream()
                .filter(line -> line.state() == DeliveryState.REFUSED)
                .findFirst()
                .orElseThrow();
        model.resend(refused);
        JobPreview counted = graph.planner().preview(proposals.get(0).request());
        assertThat(counted.selected()).isEqualTo(3);
        assertThat(counted.leftOut())
                .as("who blocked the bot is kept away by the guard")
                .isNotEmpty();
        assertThat(proposals.get(0).kind()).isEqualTo(JobKind.RESEND);
        model.close();
    }

    @Test
    void aRunThatSendsHasNoFurtherSteps() throws Exception {
        graph.sandbox.answerTimes(1, r -> r.route() == Route.SEND, CannedAnswer.throttled(Duration.ofMinutes(10)));
        long run = graph.plan(team);
        RunViewModel model = model(run);
        assertThat(model.followable()).isTrue();
        try (Runs.Watch watch = graph.runs().watch(model::live)) {
            assertThat(watch).isNotNull();
            model.pauseOrResume();
            TestGraph.until("it sends", () -> !model.followable());
            model.recall();
            assertThat(proposals).isEmpty();
            graph.runs().pauseAll();
            graph.ended(run);
        }
        model.close();
    }
}
