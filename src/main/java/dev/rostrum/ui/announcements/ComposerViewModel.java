package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Drafts;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFault;
import dev.rostrum.ui.compose.AudienceViewModel;
import dev.rostrum.ui.compose.Check;
import dev.rostrum.ui.compose.MessageViewModel;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** One draft while it is being written. What is typed and chosen is kept as it comes, where the data file can be written. */
final class ComposerViewModel implements AutoCloseable {
    /** Whoever listened for so long may have stopped; a word of somebody would not be heard. */
    static final Duration HEARD = Duration.ofHours(24);

    /**
     * Whether the message may say how to get no more of these.
     *
     * @param word by which somebody asks for that
     * @param why it is not offered, or null where it is
     */
    record StopOffer(String word, String why) {}

    /**
     * What became of what was typed.
     *
     * @param trouble whether it would be lost with the window
     */
    record Keeping(String words, boolean trouble) {}

    private final Texts texts = Texts.of(ComposerViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Clock clock;
    private final MessageViewModel message;
    private final AudienceViewModel choice;
    private final ToMeViewModel toMe;
    private final Subscriptions subscriptions = new Subscriptions();
    private final LatestTask counts = new LatestTask();
    private final LatestTask offers = new LatestTask();
    /** Null where the data file is only read. */
    private final Drafts.Open open;
    /** Whether what is shown may be brought to disk: not while the draft is only being laid out. */
    private boolean laidOut;

    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final ObservableList<Check> checks = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Planner.Reach> reach = new ReadOnlyObjectWrapper<>(this, "reach");
    private final ReadOnlyBooleanWrapper counting = new ReadOnlyBooleanWrapper(this, "counting");
    private final ReadOnlyStringWrapper reachWords = new ReadOnlyStringWrapper(this, "reachWords", "");
    private final ReadOnlyObjectWrapper<StopOffer> stopOffer;
    private final ReadOnlyStringWrapper blocked = new ReadOnlyStringWrapper(this, "blocked");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");
    private final ReadOnlyObjectWrapper<Keeping> keeping;
    private SendChoices choices;

    /**
     * @param fx the way to the FX thread
     * @param id the draft's number; 0 where it is a new one, which then stands on disk as soon as there is something in it
     * @param draft what is on disk, or of a new one what it begins with
     */
    ComposerViewModel(Workspace workspace, Tasks tasks, Executor fx, Clock clock, long id, Draft draft) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.clock = clock;
        toMe = new ToMeViewModel(workspace, tasks);
        stopOffer = new ReadOnlyObjectWrapper<>(this, "stopOffer", new StopOffer("", texts.get("stop.looking")));
        message = new MessageViewModel(
                written -> workspace.views().planner().bytes(written), tasks, this::check, this::failed);
        choice = new AudienceViewModel(workspace, tasks, this::count, this::failed);
        keeping = new ReadOnlyObjectWrapper<>(
                this,
                "keeping",
                workspace.actions().isPresent()
                        ? new Keeping(texts.get("keep.asTyped"), false)
                        : new Keeping(texts.get("keep.readOnly"), true));
        Drafts.Listener listener = new Drafts.Listener() {
            @Override
            public void kept() {
                fx.execute(() -> keeping.set(new Keeping(texts.get("keep.kept"), false)));
            }

            @Override
            public void notKept(Exception why) {
                fx.execute(() -> keeping.set(new Keeping(texts.get("keep.not", FailureTexts.words(why)), true)));
            }

            @Override
            public void gone() {
                fx.execute(() -> keeping.set(new Keeping(texts.get("keep.gone"), true)));
            }
        };
        open = workspace
                .actions()
                .map(actions -> id == 0
                        ? actions.drafts().begin(draft, listener)
                        : actions.drafts().resume(id, draft, listener))
                .orElse(null);
        choices = draft.choices();
        title.set(draft.title());
        message.set(draft.message());
        choice.set(draft.audience());
        laidOut = true;
        subscriptions.onChange(title, now -> check());
        subscriptions.onChange(choice.in(), this::check);
        subscriptions.onChange(choice.out(), this::check);
        check();
    }

    /** Brings what is on the screen to disk, in its time. */
    private void keep() {
        if (open != null && laidOut) {
            open.change(new Draft(title.get(), message.message(), choice.audience(), choices));
        }
    }

    /** Brings it to disk now, and waits for that, off the FX thread; null where it is not there. */
    Long settled() throws InterruptedException {
        return open == null ? null : open.settled();
    }

    /** Whether it is kept anywhere but in this window. */
    boolean isKept() {
        return open != null;
    }

    /** Its number on disk; 0 where it is not there. */
    long draftId() {
        return open == null ? 0 : open.id();
    }

    /** It has become an announcement, or is to be deleted: nothing of it is kept any more. */
    void end() {
        laidOut = false;
        if (open != null) {
            open.end();
        }
    }

    /** What was chosen for sending it. */
    void choose(SendChoices now) {
        choices = now.withoutOverride();
        keep();
    }

    /** Reads again what a sync may have changed; who was chosen stays chosen. */
    void refresh() {
        choice.refresh();
        count();
        message.measure();
        toMe.refresh();
        lookForStop();
    }

    private void lookForStop() {
        tasks.read(() -> {
                    String word = workspace.views().inbound().stopWords().get(0);
                    boolean heard = workspace
                            .views()
                            .lastEventAt()
                            .filter(at -> at.isAfter(clock.instant().minus(HEARD)))
                            .isPresent();
                    return new StopOffer(word.toUpperCase(Locale.ROOT), heard ? null : texts.get("stop.unheard"));
                })
                .onOk(stopOffer::set)
                .onFail(this::failed)
                .startIn(offers);
    }

    /** Adds a line that says how to get no more of these messages. */
    void addStopLine() {
        StopOffer offer = stopOffer.get();
        if (offer.why() == null) {
            String written = message.textProperty().get().stripTrailing();
            String line = texts.get("stop.line", offer.word());
            if (!written.endsWith(line)) {
                message.textProperty().set(written.isEmpty() ? line : written + "\n\n" + line);
            }
        }
    }

    /** Sends it to "me" alone. */
    ToMeViewModel toMe() {
        return toMe;
    }

    /** Why the message cannot go out, wherever to; empty where it can. */
    Optional<String> messageBlocked() {
        return message.blocked().or(() -> titleFault(message.message()).map(Sentences::whole));
    }

    /** What it says. */
    MessageViewModel message() {
        return message;
    }

    /** Who gets it. */
    AudienceViewModel choice() {
        return choice;
    }

    /** What was composed, on its way to the review. */
    JobRequest.Send draft() {
        return new JobRequest.Send(title.get(), message.message(), choice.audience(), choices);
    }

    /** Whether anything was typed or chosen. */
    boolean isUntouched() {
        return title.get().isBlank()
                && message.message().isEmpty()
                && choice.audience().namesNobody();
    }

    /** Counts anew; an older answer that comes later is dropped. */
    private void count() {
        Audience now = choice.audience();
        if (now.isEmpty()) {
            counts.drop();
            counting.set(false);
            reach.set(null);
            check();
            return;
        }
        counting.set(true);
        check();
        tasks.read(() -> workspace.views().planner().count(now))
                .onOk(answer -> {
                    counting.set(false);
                    reach.set(answer);
                    trouble.set(null);
                    check();
                })
                .onFail(e -> {
                    counting.set(false);
                    reach.set(null);
                    failed(e);
                })
                .startIn(counts);
    }

    // ---------------------------------------------------------------- checks

    private void check() {
        keep();
        Message written = message.message();
        boolean names = !choice.audience().isEmpty();
        Planner.Reach now = reach.get();
        List<Check> all = new ArrayList<>(message.checks());
        if (!names) {
            all.add(Check.open(true, texts.get("check.audience"), texts.get("check.audience.more")));
        } else if (now != null && now.recipients() == 0 && !counting.get()) {
            all.add(Check.open(true, texts.get("check.nobody"), texts.get("check.nobody.more")));
        } else if (now != null) {
            all.add(Check.passed(
                    texts.get("check.reach", now.recipients()),
                    now.selected() > now.recipients()
                            ? texts.get("check.left.out", now.selected() - now.recipients())
                            : ""));
        }
        List<String> unread = choice.unread();
        if (!unread.isEmpty()) {
            all.add(Check.open(
                    true, texts.get("check.unsynced", String.join(", ", unread)), texts.get("check.unsynced.more")));
        }
        List<String> unreadOut = choice.unreadOut();
        if (!unreadOut.isEmpty()) {
            all.add(Check.open(
                    true,
                    texts.get("check.unsynced", String.join(", ", unreadOut)),
                    texts.get("check.unsynced.out.more")));
        }
        if (written.fault().isEmpty() && !written.isEmpty()) {
            titleFault(written).ifPresent(fault -> all.add(Check.of(true, fault)));
        }
        all.sort(Check.WORST_FIRST);
        if (!checks.equals(all)) {
            checks.setAll(all);
        }
        reachWords.set(reachNow(now));
        blocked.set(blockedNow(!written.isEmpty(), names, now));
    }

    private String reachNow(Planner.Reach now) {
        if (now == null) {
            return counting.get() ? texts.get("audience.counting") : "";
        }
        return now.recipients() == now.selected()
                ? texts.get("audience.reach", now.recipients())
                : texts.get("audience.reach.of", now.recipients(), now.selected());
    }

    private String blockedNow(boolean says, boolean names, Planner.Reach now) {
        if (workspace.actions().isEmpty()) {
            return Sentences.whole(workspace.readOnlyBecause());
        }
        if (!says && !names) {
            return texts.get("blocked.both");
        }
        if (says && !names) {
            return texts.get("blocked.audience");
        }
        Optional<String> why = messageBlocked();
        if (why.isPresent()) {
            return why.get();
        }
        if (now == null) {
            return texts.get("blocked.counting");
        }
        return now.recipients() == 0 ? texts.get("blocked.nobody") : null;
    }

    private Optional<Reason> titleFault(Message written) {
        return TextFault.ofTitle(title.get(), written.replacements());
    }

    private void failed(Exception e) {
        trouble.set(FailureTexts.words(e));
        check();
    }

    // ---------------------------------------------------------------- what is shown

    StringProperty titleProperty() {
        return title;
    }

    /** The worst first. */
    ObservableList<Check> checks() {
        return checks;
    }

    /** The last count, or null while there is none; old while {@link #countingProperty} is true. */
    ReadOnlyObjectProperty<Planner.Reach> reachProperty() {
        return reach.getReadOnlyProperty();
    }

    /** The same in words. */
    ReadOnlyStringProperty reachWordsProperty() {
        return reachWords.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty countingProperty() {
        return counting.getReadOnlyProperty();
    }

    /** Whether the message may say how to get no more of these. */
    ReadOnlyObjectProperty<StopOffer> stopOfferProperty() {
        return stopOffer.getReadOnlyProperty();
    }

    /** What became of what was typed. */
    ReadOnlyObjectProperty<Keeping> keepingProperty() {
        return keeping.getReadOnlyProperty();
    }

    /** Why it cannot be reviewed yet, or null when it can. */
    ReadOnlyStringProperty blockedProperty() {
        return blocked.getReadOnlyProperty();
    }

    /** What failed, or null. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    @Override
    public void close() {
        if (open != null && laidOut) {
            open.leave();
        }
        subscriptions.close();
        message.close();
        toMe.close();
        choice.close();
        counts.drop();
        offers.drop();
    }
}
