package dev.rostrum.ui.announcements;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.ui.widget.CaptionedName;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Why people were not accepted, and why others were left out: how many, who can mend it, and who they are. */
final class CausesCard extends VBox {
    private final Texts texts = Texts.of(CausesCard.class);
    private final RunViewModel model;
    private final Label summary = new Label();
    private final VBox lines = new VBox();

    CausesCard(RunViewModel model) {
        this.model = model;
        getStyleClass().addAll("r-run-card", "r-causes-card");
        Label name = new Label(texts.get("run.causes"));
        name.getStyleClass().add("r-field-label");
        name.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        summary.setId("causesSummary");
        summary.getStyleClass().addAll("r-caption", "r-muted");
        summary.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(name, gap, summary);
        head.getStyleClass().addAll("r-line", "r-causes-head");
        lines.setMinWidth(0);
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().addAll("r-plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll);
    }

    void show() {
        List<CauseLine> met =
                model.causes().stream().filter(cause -> !cause.leftOut()).toList();
        List<CauseLine> out = model.causes().stream().filter(CauseLine::leftOut).toList();
        List<Node> all = new ArrayList<>();
        met.forEach(cause -> all.add(line(cause)));
        if (met.isEmpty()) {
            Label none = new Label(texts.get("run.causes.none"));
            none.getStyleClass().addAll("r-caption", "r-muted", "r-cause-none");
            none.setWrapText(true);
            all.add(none);
        }
        if (!out.isEmpty()) {
            Label head = new Label(texts.get(
                    "run.causes.out", out.stream().mapToLong(CauseLine::count).sum()));
            head.getStyleClass().addAll("r-field-label", "r-causes-out");
            all.add(head);
            out.forEach(cause -> all.add(line(cause)));
        }
        lines.getChildren().setAll(all);
        long people = met.stream().mapToLong(CauseLine::count).sum();
        summary.setText(people == 0 ? "" : texts.get("run.causes.summary", people, met.size()));
    }

    private HBox line(CauseLine cause) {
        StateLabel stateLabel = StateLabels.of(cause.state(), false);
        Label count = new Label(Counts.of(cause.count()));
        count.getStyleClass().add("r-cause-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        Hyperlink show = link(
                texts.get("run.causes.show", cause.count()), () -> model.shown().show(cause));
        show.setAccessibleText(texts.get("run.causes.show.of", cause.count(), cause.what()));
        HBox line = new HBox(
                Icon.of(stateLabel.icon(), Icon.Size.BUTTON, TotalsLine.iconStyle(stateLabel.tone())),
                count,
                new CaptionedName(cause.what(), cause.step()),
                show);
        // Over all jobs a cause may stand in several of them: there its people are shown, and each can be acted on.
        if (model.followable() && model.kind().sendsMessages() && !model.everybody() && !cause.leftOut()) {
            boolean doubt = cause.state() == DeliveryState.IN_DOUBT;
            line.getChildren()
                    .add(link(
                            texts.get(doubt ? "run.decide" : "run.resend.cause", Counts.of(cause.count())),
                            () -> act(cause, doubt)));
        }
        line.getStyleClass().add("r-cause");
        return line;
    }

    private void act(CauseLine cause, boolean doubt) {
        if (doubt) {
            model.decide(cause);
        } else {
            model.resend(cause);
        }
    }

    private static Hyperlink link(String words, Runnable step) {
        Hyperlink link = new Hyperlink(words);
        link.getStyleClass().add("r-caption");
        link.setMinWidth(Region.USE_PREF_SIZE);
        link.setOnAction(e -> step.run());
        return link;
    }
}
