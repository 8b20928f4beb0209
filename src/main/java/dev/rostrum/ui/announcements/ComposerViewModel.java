package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Audience;
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

/** One message and its audience while they are being made. Kept in memory until it is sent or the program ends. */
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

    private final Texts texts = Texts.of(ComposerViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Clock clock;
    private final MessageViewModel message;
    private final AudienceViewModel choice;
    private final Subscriptions subscriptions = new Subscriptions();
    private final LatestTask counts = new LatestTask();
    private final LatestTask offers = new LatestTask();

    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final ObservableList<Check> checks = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Planner.Reach> reach = new ReadOnlyObjectWrapper<>(this, "reach");
    private final ReadOnlyBooleanWrapper counting = new ReadOnlyBooleanWrapper(this, "counting");
    private final ReadOnlyStringWrapper reachWords = new ReadOnlyStringWrapper(this, "reachWords", "");
    private final ReadOnlyObjectWrapper<StopOffer> stopOffer;
    private final ReadOnlyStringWrapper blocked = new ReadOnlyStringWrapper(this, "blocked");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");

    ComposerViewModel(Workspace workspace, Tasks tasks, Clock clock) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.clock = clock;
        stopOffer = new ReadOnlyObjectWrapper<>(this, "stopOffer", new StopOffer("", texts.get("stop.looking")));
        message = new MessageViewModel(
                written -> workspace.views().planner().bytes(written), tasks, this::check, this::failed);
        choice = new AudienceViewModel(workspace, tasks, this::count, this::failed);
        subscriptions.onChange(title, now -> check());
        subscriptions.onChange(choice.in(), this::check);
        check();
    }

    /** Reads again what a sync may have changed; who was chosen stays chosen. */
    void refresh() {
        choice.refresh();
        count();
        message.measure();
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

    /** Starts with this audience; the message stays as it is. */
    void setAudience(Audience audience) {
        choice.set(audience);
        message.measure();
    }

    /** Empties the form after sending: the next one starts anew. */
    void clear() {
        title.set("");
        message.textProperty().set("");
        choice.clearSearch();
        setAudience(Audience.none());
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
        return new JobRequest.Send(title.get(), message.message(), choice.audience(), SendChoices.NONE);
    }

    /** Whether anything was typed or chosen. */
    boolean isUntouched() {
        return title.get().isBlank()
                && message.message().isEmpty()
                && choice.audience().isEmpty();
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
                    false, texts.get("check.unsynced", String.join(", ", unread)), texts.get("check.unsynced.more")));
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
        Optional<String> why =
                message.blocked().or(() -> titleFault(message.message()).map(Sentences::whole));
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
        subscriptions.close();
        message.close();
        choice.close();
        counts.drop();
        offers.drop();
    }
}
