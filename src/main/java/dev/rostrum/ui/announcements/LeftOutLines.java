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
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
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
        HBox line = PlanLines.line(
                icon(reason.code()),
                PlanLines.words(words),
                guard,
                PlanLines.gap(),
                count,
                Icon.of("chevron-right", Icon.Size.BUTTON, "r-muted"));
        Button button = new Button(null, line);
        button.getStyleClass().addAll("flat", "r-rows-button");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleRole(AccessibleRole.BUTTON);
        button.setAccessibleText(texts.get("leftout.open", words, reason.count()));
        line.prefWidthProperty().bind(button.widthProperty());
        button.setOnAction(e -> PlanDialogs.leftOut(dialogs, model.leftOut(reason.code()), words));
        return button;
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
