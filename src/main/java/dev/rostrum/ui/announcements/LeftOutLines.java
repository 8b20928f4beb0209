package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobPreview;
import dev.rostrum.domain.GuardReason;
import dev.rostrum.domain.LeftOut;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Whom a plan leaves out: a line for each reason, which opens the people behind it, and what can be done about it. */
final class LeftOutLines {
    private final Texts texts = Texts.of(LeftOutLines.class);
    private final ReviewViewModel model;
    private final DialogLayer dialogs;

    LeftOutLines(ReviewViewModel model, DialogLayer dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    List<Node> of(JobPreview numbers) {
        List<Node> lines = new ArrayList<>();
        for (LeftOut reason : numbers.leftOut()) {
            lines.add(reason(reason));
        }
        if (lines.isEmpty()) {
            lines.add(PlanLines.line("check", PlanLines.words(texts.get("review.leftout.none"))));
        }
        if (model.overridable() > 0) {
            Hyperlink override = new Hyperlink(texts.get("review.override", model.overridable()));
            override.setOnAction(e -> GuardOverride.ask(dialogs, model));
            lines.add(PlanLines.line("shield", override));
        }
        if (model.override() != null) {
            Hyperlink back = new Hyperlink(texts.get("review.override.back"));
            back.setMinWidth(Region.USE_PREF_SIZE);
            back.setOnAction(e -> model.takeBackOverride());
            lines.add(PlanLines.line(
                    "shield",
                    PlanLines.words(texts.get("review.overridden", numbers.overridden(), model.override())),
                    back));
        }
        return lines;
    }

    private Node reason(LeftOut reason) {
        String words = Sentences.of(reason.reason());
        Label count = new Label(Counts.of(reason.count()));
        count.setMinWidth(Region.USE_PREF_SIZE);
        Label guard = new Label(GuardReason.of(reason.code()).isPresent() ? texts.get("review.guard") : "");
        guard.getStyleClass().addAll("r-caption", "r-muted");
        guard.setMinWidth(Region.USE_PREF_SIZE);
        ReasonLine line = new ReasonLine(
                texts.get("leftout.open", words, reason.count()),
                () -> PlanDialogs.leftOut(dialogs, model.leftOut(reason.code()), words));
        line.getChildren()
                .addAll(
                        Icon.of(icon(reason.code()), Icon.Size.BUTTON, "r-muted"),
                        PlanLines.words(words),
                        guard,
                        PlanLines.gap(),
                        count,
                        Icon.of("chevron-right", Icon.Size.BUTTON, "r-muted"));
        return line;
    }

    /** A line that is pressed like a button; a button itself would not let its words wrap. */
    private static final class ReasonLine extends HBox {
        private final Runnable open;

        ReasonLine(String spoken, Runnable open) {
            this.open = open;
            getStyleClass().addAll("r-rows-line", "r-rows-button");
            setFocusTraversable(true);
            setAccessibleRole(AccessibleRole.BUTTON);
            setAccessibleText(spoken);
            setOnMouseClicked(e -> open.run());
            setOnKeyPressed(event -> {
                if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                    event.consume();
                    open.run();
                }
            });
        }

        @Override
        public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
            if (action == AccessibleAction.FIRE) {
                open.run();
            } else {
                super.executeAccessibleAction(action, parameters);
            }
        }
    }

    private static String icon(String code) {
        return GuardReason.of(code)
                .map(reason -> switch (reason) {
                    case OPTED_OUT, DO_NOT_CONTACT -> "bell-off";
                    case BLOCKED -> "slash";
                    case OUTSIDER -> "user-minus";
                    case UNKNOWN_KIND -> "help-circle";
                    case TOO_OFTEN -> "shield";
                    case SAME_TEXT -> "copy";
                })
                .orElse("minus-circle");
    }
}
