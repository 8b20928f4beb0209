package dev.rostrum.ui.settings;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.ui.compose.AudienceViewModel;
import dev.rostrum.ui.compose.Check;
import dev.rostrum.ui.compose.MessageViewModel;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The messages that the bot sends by itself: to who adds it, and to who is mentioned together with it. */
final class AutomaticViewModel extends InboundPageViewModel {
    private final Texts texts = Texts.of(AutomaticViewModel.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final BooleanProperty welcomeOn = new SimpleBooleanProperty(this, "welcomeOn");
    private final BooleanProperty teamMembers = new SimpleBooleanProperty(this, "teamMembers");
    private final BooleanProperty mentionOn = new SimpleBooleanProperty(this, "mentionOn");
    private final ObservableList<Check> welcomeChecks = FXCollections.observableArrayList();
    private final ObservableList<Check> mentionChecks = FXCollections.observableArrayList();
    private final MessageViewModel welcome;
    private final MessageViewModel mention;
    private final AudienceViewModel mentioners;

    AutomaticViewModel(Workspace open, Tasks tasks, Dialogs dialogs) {
        super(open, tasks, dialogs);
        welcome = new MessageViewModel(this::bytes, tasks, this::lookAtWelcome, this::failed);
        mention = new MessageViewModel(this::bytes, tasks, this::lookAtMention, this::failed);
        mentioners = new AudienceViewModel(open, tasks, this::mentionersMoved, this::failed);
        for (BooleanProperty property : List.of(welcomeOn, teamMembers, mentionOn)) {
            subscriptions.onChange(property, now -> {
                touched();
                lookAtWelcome();
                lookAtMention();
            });
        }
        for (MessageViewModel message : List.of(welcome, mention)) {
            subscriptions.onChange(message.textProperty(), now -> touched());
            subscriptions.onChange(message.formatProperty(), now -> touched());
        }
    }

    private int bytes(Message message) {
        return open().views().planner().bytes(message);
    }

    private void mentionersMoved() {
        Audience now = mentioners.audience();
        if (!now.userIds().equals(stored().mentionPeople()) || !now.teamIds().equals(stored().mentionTeams())) {
            touched();
        }
        lookAtMention();
    }

    private void lookAtWelcome() {
        // What is off may be empty.
        show(welcomeChecks, welcomeOn.get() || !welcome.message().isEmpty() ? welcome.checks() : List.of());
    }

    private void lookAtMention() {
        if (!mentionOn.get() && mention.message().isEmpty()) {
            show(mentionChecks, List.of());
            return;
        }
        List<Check> all = new ArrayList<>(mention.checks());
        if (!mention.message().isEmpty() && !mention.message().text().contains(InboundSettings.MENTIONER)) {
            all.add(Check.open(true, texts.get("mention.nobody"), texts.get("mention.nobody.more")));
        }
        Audience now = mentioners.audience();
        if (now.userIds().isEmpty() || now.teamIds().isEmpty()) {
            all.add(Check.open(false, texts.get("mention.nowhere"), texts.get("mention.nowhere.more")));
        }
        show(mentionChecks, all);
    }

    private static void show(ObservableList<Check> shown, List<Check> now) {
        List<Check> sorted = now.stream().sorted(Check.WORST_FIRST).toList();
        if (!shown.equals(sorted)) {
            shown.setAll(sorted);
        }
    }

    @Override
    void fill(InboundSettings settings) {
        welcomeOn.set(settings.welcomeOn());
        teamMembers.set(settings.welcomeTeamMembers());
        welcome.set(settings.welcome());
        mentionOn.set(settings.mentionOn());
        mention.set(settings.mention());
        mentioners.set(new Audience(settings.mentionTeams(), settings.mentionPeople(), Set.of()));
        lookAtWelcome();
        lookAtMention();
    }

    @Override
    Optional<InboundSettings> typed(InboundSettings base) {
        Audience now = mentioners.audience();
        return Optional.of(base.withWelcome(welcome.message(), welcomeOn.get(), teamMembers.get())
                .withMention(mention.message(), mentionOn.get(), now.userIds(), now.teamIds()));
    }

    @Override
    InboundSettings part(InboundSettings mine, InboundSettings rest) {
        return rest.withWelcome(mine.welcome(), mine.welcomeOn(), mine.welcomeTeamMembers())
                .withMention(mine.mention(), mine.mentionOn(), mine.mentionPeople(), mine.mentionTeams());
    }

    /** The message to mentioned people as it would read, with somebody's name. */
    Message mentionSample() {
        Message written = mention.message();
        return new Message(
                written.text().replace(InboundSettings.MENTIONER, texts.get("mention.sample")), written.format());
    }

    BooleanProperty welcomeOnProperty() {
        return welcomeOn;
    }

    /** Whether also those who join a team are welcomed. */
    BooleanProperty teamMembersProperty() {
        return teamMembers;
    }

    BooleanProperty mentionOnProperty() {
        return mentionOn;
    }

    MessageViewModel welcome() {
        return welcome;
    }

    MessageViewModel mention() {
        return mention;
    }

    /** Whose mentions count, and in which teams. */
    AudienceViewModel mentioners() {
        return mentioners;
    }

    /** The worst first. */
    ObservableList<Check> welcomeChecks() {
        return welcomeChecks;
    }

    /** The worst first. */
    ObservableList<Check> mentionChecks() {
        return mentionChecks;
    }

    @Override
    public void close() {
        super.close();
        subscriptions.close();
        welcome.close();
        mention.close();
        mentioners.close();
    }
}
