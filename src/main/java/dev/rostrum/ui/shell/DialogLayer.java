package dev.rostrum.ui.shell;

import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.FadeTransition;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * Dialogs inside the window: one card over the dimmed screen, which keeps the focus and gives it back. Esc cancels; Enter
 * never does what cannot be taken back. Lies over the frame.
 */
public final class DialogLayer extends StackPane implements Dialogs {
    private static final Duration FADE = Duration.millis(120);
    private static final int WAITING = 8;

    private final Texts texts = Texts.of(DialogLayer.class);
    private final StackPane overlay = new StackPane();
    private final Toast toast = new Toast(this);
    private final UndoSteps steps = new UndoSteps(DialogLayer::later);
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Consumer<String> answer;
    private Node before;

    private final ChangeListener<Node> keepInside = (observable, was, now) -> keepInside(now);

    DialogLayer() {
        setPickOnBounds(false);
        overlay.getStyleClass().add("r-overlay");
        overlay.setVisible(false);
        overlay.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        getChildren().addAll(overlay, toast.node());
    }

    public boolean isOpen() {
        return overlay.isVisible();
    }

    @Override
    public void tell(String news) {
        toast.show(news);
    }

    @Override
    public void done(String words, TakingBack back) {
        offer(words, steps.add(words, back));
    }

    private void offer(String words, UndoSteps.Step step) {
        toast.show(words, texts.get("undo"), () -> steps.undo(step, this::undone, this::notUndone));
    }

    /** Takes back what was done last, or says that there is nothing. */
    void undo() {
        if (steps.last() == null) {
            tell(texts.get("undo.nothing"));
        } else {
            steps.undo(this::undone, this::notUndone);
        }
    }

    /** What was done last and can be taken back, in words; null where there is nothing. */
    String lastDone() {
        return steps.last() == null ? null : steps.last().words();
    }

    private void undone(UndoSteps.Step step) {
        tell(texts.get("undo.done", step.words()));
    }

    private void notUndone(UndoSteps.Step step, Exception why) {
        String words = FailureTexts.words(why);
        if (step == null) {
            tell(words);
        } else {
            offer(words, step);
        }
    }

    /** What was done can be taken back no more: the data file that it was done in is left. */
    void withdrawUndo() {
        steps.withdraw();
        toast.withdraw();
    }

    private static void later(java.time.Duration delay, Runnable task) {
        PauseTransition wait = new PauseTransition(Duration.millis(delay.toMillis()));
        wait.setOnFinished(e -> task.run());
        wait.play();
    }

    @Override
    public void ask(Question question, Consumer<String> told) {
        VBox body = new VBox(12);
        if (!question.body().isEmpty()) {
            Label words = new Label(question.body());
            words.setWrapText(true);
            words.setMinHeight(Region.USE_PREF_SIZE);
            body.getChildren().add(words);
        }
        BooleanProperty ready = new SimpleBooleanProperty(true);
        if (question.typed() != null) {
            Label label = new Label(texts.get("dialog.type", question.typed()));
            label.getStyleClass().add("r-field-label");
            TextField field = new TextField();
            label.setLabelFor(field);
            ready.bind(field.textProperty().map(typed -> digits(typed).equals(digits(question.typed()))));
            VBox typing = new VBox(label, field);
            typing.getStyleClass().add("r-field");
            body.getChildren().add(typing);
        }
        show(question.title(), body, question.choices(), ready, told);
    }

    /** The same count with or without grouping, in any blank or mark that a locale groups with. */
    private static String digits(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f.,'\\u2019]", "");
    }

    /**
     * Shows a form.
     *
     * @param choices from left to right; Cancel is added
     * @param ready the first choice works only while this is true; null: always
     * @param told the id of the choice, or {@link #CANCEL}
     */
    public void show(
            String title, Node body, List<Choice> choices, ObservableValue<Boolean> ready, Consumer<String> told) {
        if (isOpen()) {
            if (waiting.size() < WAITING) {
                waiting.add(() -> show(title, body, choices, ready, told));
            }
            return;
        }
        answer = told;
        before = getScene() == null ? null : getScene().getFocusOwner();
        List<Button> buttons = new ArrayList<>();
        for (Choice choice : choices) {
            Button button = new Button(choice.words());
            button.setMinWidth(Region.USE_PREF_SIZE);
            switch (choice.kind()) {
                case PRIMARY -> {
                    button.getStyleClass().add("accent");
                    button.setDefaultButton(true);
                }
                case DANGER -> button.getStyleClass().add("danger");
                case STANDARD -> {}
            }
            button.setOnAction(e -> close(choice.id()));
            if (ready != null && buttons.isEmpty()) {
                button.disableProperty().bind(ready.map(yes -> !yes).orElse(true));
            }
            buttons.add(button);
        }
        Button cancel = new Button(texts.get(choices.isEmpty() ? "dialog.close" : "dialog.cancel"));
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(e -> close(CANCEL));
        buttons.add(cancel);
        HBox line = new HBox();
        line.getStyleClass().add("r-dialog-buttons");
        line.getChildren().addAll(buttons);
        VBox card = card(title);
        card.getChildren().addAll(body, line);
        List<Node> fields = stops(body, new ArrayList<>());
        raise(card, fields.isEmpty() ? usualButton(choices, buttons, cancel) : fields.get(0));
    }

    /**
     * Shows a form that has its own buttons and stays until it is closed; Esc closes it.
     *
     * @param closed told when it was closed, by whatever way
     * @return closes it
     */
    public Runnable open(String title, Node form, Runnable closed) {
        if (isOpen()) {
            throw new IllegalStateException("A form opens from a screen, never over another dialog");
        }
        Consumer<String> mine = choice -> closed.run();
        answer = mine;
        before = getScene() == null ? null : getScene().getFocusOwner();
        VBox card = card(title);
        card.getChildren().add(form);
        List<Node> fields = stops(form, new ArrayList<>());
        raise(card, fields.isEmpty() ? card : fields.get(0));
        return () -> {
            if (answer == mine) {
                close(CANCEL);
            }
        };
    }

    /**
     * Shows the palette, near the top, as {@link #open} shows a form.
     *
     * @param start where the focus begins
     */
    Runnable openPalette(Region palette, Node start, Runnable closed) {
        Consumer<String> mine = choice -> closed.run();
        answer = mine;
        before = getScene() == null ? null : getScene().getFocusOwner();
        StackPane.setAlignment(palette, Pos.TOP_CENTER);
        raise(palette, start);
        return () -> {
            if (answer == mine) {
                close(CANCEL);
            }
        };
    }

    private static VBox card(String title) {
        Label name = new Label(title);
        name.getStyleClass().add("r-dialog-title");
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        VBox card = new VBox(name);
        card.getStyleClass().add("r-dialog");
        card.setMaxHeight(Region.USE_PREF_SIZE);
        card.setAccessibleRole(AccessibleRole.DIALOG);
        card.setAccessibleText(title);
        return card;
    }

    private void raise(Region card, Node start) {
        overlay.getChildren().setAll(card);
        overlay.setVisible(true);
        FadeTransition fade = new FadeTransition(FADE, overlay);
        fade.setFromValue(0);
        fade.setToValue(1);
        fade.play();
        // What scrolls is in the scene only from here on, and takes the focus only there.
        card.applyCss();
        card.layout();
        start.requestFocus();
        toast.place();
        if (getScene() != null) {
            getScene().focusOwnerProperty().addListener(keepInside);
        }
    }

    /** What is behind may ask for the focus at any time, for example when its rows arrive; it does not get it. */
    private void keepInside(Node owner) {
        if (isOpen() && (owner == null || !isInside(owner))) {
            List<Node> stops = stops(overlay, new ArrayList<>());
            if (!stops.isEmpty()) {
                stops.get(0).requestFocus();
            }
        }
    }

    private boolean isInside(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at == overlay) {
                return true;
            }
        }
        return false;
    }

    private static List<Node> stops(Node node, List<Node> found) {
        if (node.isVisible() && !node.isDisabled()) {
            if (node instanceof ScrollPane scroll) {
                // What it shows is among its children only once it was laid out.
                int before = found.size();
                if (scroll.getContent() != null) {
                    stops(scroll.getContent(), found);
                }
                // What is only read scrolls by keys, for which the toolkit leaves a scroll pane out.
                if (found.size() == before) {
                    scroll.setFocusTraversable(true);
                    found.add(scroll);
                }
            } else if (node.isFocusTraversable()) {
                found.add(node);
            } else if (node instanceof Parent parent) {
                parent.getChildrenUnmodifiable().forEach(child -> stops(child, found));
            }
        }
        return found;
    }

    /** The focus starts on the primary choice, never on one that cannot be taken back. */
    private static Node usualButton(List<Choice> choices, List<Button> buttons, Button cancel) {
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).kind() == Choice.Kind.PRIMARY && !buttons.get(i).isDisabled()) {
                return buttons.get(i);
            }
        }
        return cancel;
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            close(CANCEL);
        } else if (event.getCode() == KeyCode.TAB && !event.isShortcutDown()) {
            event.consume();
            List<Node> stops = stops(overlay, new ArrayList<>());
            int at = stops.indexOf(getScene().getFocusOwner());
            if (!stops.isEmpty()) {
                stops.get(Math.floorMod(at + (event.isShiftDown() ? -1 : 1), stops.size()))
                        .requestFocus();
            }
        }
    }

    private void close(String choice) {
        Consumer<String> told = answer;
        answer = null;
        overlay.setVisible(false);
        overlay.getChildren().clear();
        if (getScene() != null) {
            getScene().focusOwnerProperty().removeListener(keepInside);
        }
        if (before != null && before.getScene() != null) {
            before.requestFocus();
        }
        before = null;
        if (told != null) {
            told.accept(choice);
        }
        if (!isOpen() && !waiting.isEmpty()) {
            waiting.poll().run();
        }
    }
}
