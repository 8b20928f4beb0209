package dev.rostrum.ui.settings;

import dev.rostrum.domain.InboundSettings;
import dev.rostrum.ui.compose.AudienceForm;
import dev.rostrum.ui.compose.AudienceSentence;
import dev.rostrum.ui.compose.AudienceSentence.What;
import dev.rostrum.ui.compose.Check;
import dev.rostrum.ui.compose.CheckLine;
import dev.rostrum.ui.compose.FormatChoice;
import dev.rostrum.ui.compose.MessageEditor;
import dev.rostrum.ui.compose.MessagePreview;
import dev.rostrum.ui.compose.MessageViewModel;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.words.Texts;
import java.time.Clock;
import javafx.collections.ObservableList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** Binds the page of the messages that the bot sends by itself to its view-model. */
final class AutomaticController implements AutoCloseable {
    private final Texts texts = Texts.of(AutomaticController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final AutomaticViewModel model;
    private final AutomaticStanding standing;
    private final DialogLayer dialogs;
    private final Clock clock;

    @FXML
    private ScrollPane scroll;

    @FXML
    private NoticeBar notice;

    @FXML
    private FormatChoice welcomeFormat;

    @FXML
    private CheckBox welcomeOn;

    @FXML
    private CheckBox teamMembers;

    @FXML
    private MessageEditor welcome;

    @FXML
    private VBox welcomeChecks;

    @FXML
    private MessagePreview welcomePreview;

    @FXML
    private FormatChoice mentionFormat;

    @FXML
    private CheckBox mentionOn;

    @FXML
    private Button changePeople;

    @FXML
    private AudienceSentence people;

    @FXML
    private Button changeTeams;

    @FXML
    private AudienceSentence teams;

    @FXML
    private MessageEditor mention;

    @FXML
    private Button insertName;

    @FXML
    private VBox mentionChecks;

    @FXML
    private MessagePreview mentionPreview;

    @FXML
    private Label failure;

    @FXML
    private Button discard;

    @FXML
    private WorkingButton save;

    AutomaticController(AutomaticViewModel model, AutomaticStanding standing, DialogLayer dialogs, Clock clock) {
        this.model = model;
        this.standing = standing;
        this.dialogs = dialogs;
        this.clock = clock;
    }

    @FXML
    void initialize() {
        subscriptions.bindBoth(welcomeOn.selectedProperty(), model.welcomeOnProperty());
        subscriptions.bindBoth(teamMembers.selectedProperty(), model.teamMembersProperty());
        subscriptions.bindBoth(mentionOn.selectedProperty(), model.mentionOnProperty());
        edit(model.welcome(), welcome, welcomeFormat);
        edit(model.mention(), mention, mentionFormat);
        welcome.setName(texts.get("welcome.text"));
        mention.setName(texts.get("mention.text"));
        checks(welcomeChecks, model.welcomeChecks());
        checks(mentionChecks, model.mentionChecks());
        follow(model.welcome(), () -> welcomePreview.show(model.welcome().message(), clock));
        follow(model.mention(), () -> mentionPreview.show(model.mentionSample(), clock));
        choose(people, What.PEOPLE, changePeople, "mention.people.dialog");
        choose(teams, What.TEAMS, changeTeams, "mention.teams.dialog");
        insertName.setOnAction(e -> mention.insert(InboundSettings.MENTIONER));
        for (CheckBox box : new CheckBox[] {welcomeOn, teamMembers, mentionOn}) {
            box.setDisable(!model.writes());
        }
        new InboundPageBar(model, notice, failure, discard, save).bind(subscriptions, "");
        if (model.writes()) {
            subscriptions.onChange(model.changedProperty(), changed -> standing.look());
            subscriptions.observe(standing.wordsProperty(), words -> {
                if (words == null) {
                    notice.clear();
                } else {
                    notice.show(words.tone(), "", words.words());
                }
            });
        }
    }

    private void edit(MessageViewModel message, MessageEditor editor, FormatChoice format) {
        editor.edit(message, subscriptions);
        format.edit(message.formatProperty(), subscriptions);
        editor.text().setEditable(model.writes());
    }

    private void checks(VBox box, ObservableList<Check> checks) {
        Runnable show = () -> {
            box.getChildren().setAll(checks.stream().map(CheckLine::new).toList());
            Controls.show(box, !checks.isEmpty());
        };
        subscriptions.onChange(checks, show);
        show.run();
    }

    private void follow(MessageViewModel message, Runnable show) {
        subscriptions.onChange(message.textProperty(), now -> show.run());
        subscriptions.onChange(message.formatProperty(), now -> show.run());
        show.run();
    }

    private void choose(AudienceSentence sentence, What what, Button change, String title) {
        Runnable ask = () -> AudienceForm.ask(dialogs, model.mentioners(), what, texts.get(title));
        change.setOnAction(e -> ask.run());
        change.setAccessibleText(texts.get(title));
        sentence.follow(model.mentioners(), what, ask, change, subscriptions);
    }

    ScrollPane pane() {
        return scroll;
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
