package dev.rostrum.ui.welcome;

import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Welcome, which comes back under Help: the way to a first announcement, and what the words of Rostrum mean. */
public final class WelcomeScreen implements Screen {
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");
    private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");

    /** Where one goes from here. */
    public interface Steps {
        void people();

        /** To a new announcement. */
        void write();

        void run(long id);

        /** To the form of a new connection. */
        void connect();

        void keys();
    }

    private final Texts texts = Texts.of(WelcomeScreen.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final Workspace workspace;
    private final Steps steps;
    private final WelcomeViewModel model;
    private final Node root;

    @FXML
    private VBox column;

    @FXML
    private Icon whereIcon;

    @FXML
    private Label where;

    @FXML
    private Label firstMark;

    @FXML
    private Label team;

    @FXML
    private Label secondMark;

    @FXML
    private Label sendTitle;

    @FXML
    private Label sendMore;

    @FXML
    private HBox trial;

    @FXML
    private TextArea text;

    @FXML
    private Label to;

    @FXML
    private VBox names;

    @FXML
    private Button send;

    @FXML
    private Label trouble;

    @FXML
    private Button again;

    @FXML
    private Label thirdMark;

    @FXML
    private Label outcome;

    @FXML
    private Button see;

    public WelcomeScreen(Workspace workspace, Tasks tasks, Executor fx, Delay delay, Ticker ticker, Steps steps) {
        this.workspace = workspace;
        this.steps = steps;
        model = new WelcomeViewModel(workspace, tasks, fx, delay, ticker);
        root = Fxml.load(WelcomeScreen.class, "Welcome", this);
    }

    @FXML
    private void initialize() {
        boolean trying = model.canTry();
        whereIcon.setIcon(workspace.connection().simulated() ? "box" : "shield");
        if (workspace.connection().simulated()) {
            whereIcon.getStyleClass().add("r-simulated");
        }
        where.setText(
                trying
                        ? texts.get("sandbox")
                        : workspace.connection().simulated()
                                ? texts.get("looking")
                                : texts.get("real", workspace.connection().name()));
        Controls.show(trial, trying);
        Controls.show(sendMore, !trying);
        subscriptions.bindBoth(text.textProperty(), model.textProperty());
        subscriptions.observe(model.shownProperty(), this::show);
        subscriptions.onChange(model.textProperty(), words -> send.setDisable(model.canTry() && !model.maySend()));
    }

    private void show(WelcomeViewModel.Shown now) {
        boolean trying = model.canTry();
        int count = now.names().size();
        team.setText(!now.team().isEmpty() ? now.team() : texts.get(trying ? "step.team.reading" : "step.team.add"));
        mark(firstMark, "1", !now.team().isEmpty(), now.team().isEmpty());
        mark(
                secondMark,
                "2",
                now.step() == WelcomeViewModel.Step.DONE,
                now.step() == WelcomeViewModel.Step.READY || now.step() == WelcomeViewModel.Step.SENDING);
        mark(thirdMark, "3", false, now.step() == WelcomeViewModel.Step.DONE);
        sendTitle.setText(trying ? texts.get("step.send", Math.max(1, count)) : texts.get("step.send.real"));
        to.setText(texts.get("to", count));
        names.getChildren().setAll(now.names().stream().map(Label::new).toList());
        send.setText(
                !trying
                        ? texts.get("write")
                        : now.step() == WelcomeViewModel.Step.SENDING
                                ? texts.get("sending")
                                : texts.get("send", Math.max(1, count)));
        send.setDisable(trying && !model.maySend());
        Controls.show(trouble, !now.trouble().isEmpty());
        trouble.setText(now.trouble());
        Controls.show(again, !now.trouble().isEmpty() && now.step() == WelcomeViewModel.Step.READING);
        outcome.setText(now.outcome().isEmpty() ? texts.get("step.see.more") : now.outcome());
        Controls.show(see, now.step() == WelcomeViewModel.Step.DONE);
        if (now.step() == WelcomeViewModel.Step.DONE) {
            see.requestFocus();
        }
    }

    /** Number, colour and sign say the same. */
    private static void mark(Label label, String number, boolean done, boolean now) {
        label.setText(done ? "" : number);
        label.setGraphic(done ? new Icon("check") : null);
        label.pseudoClassStateChanged(DONE, done);
        label.pseudoClassStateChanged(NOW, now);
    }

    @FXML
    private void send() {
        if (model.canTry()) {
            model.send();
        } else {
            steps.write();
        }
    }

    @FXML
    private void again() {
        model.again();
    }

    @FXML
    private void people() {
        steps.people();
    }

    @FXML
    private void see() {
        steps.run(model.shownProperty().get().runId());
    }

    @FXML
    private void connect() {
        steps.connect();
    }

    @FXML
    private void keys() {
        steps.keys();
    }

    @FXML
    private void skip() {
        steps.people();
    }

    @Override
    public Node root() {
        return root;
    }

    @Override
    public void shown() {
        model.begin();
    }

    @Override
    public List<Node> panes() {
        return List.of(column);
    }

    @Override
    public List<Action> actions() {
        return List.of(
                Action.of(texts.get("connect"), steps::connect).icon("shield"),
                Action.of(texts.get("skip"), steps::people).icon("users"));
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}
