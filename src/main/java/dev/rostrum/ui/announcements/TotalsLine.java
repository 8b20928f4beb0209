package dev.rostrum.ui.announcements;

import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.StackedBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The numbers of those listed, as a sum below its bar, and whether it adds up. */
final class TotalsLine {
    private final Texts texts = Texts.of(TotalsLine.class);
    private final StackedBar bar;
    private final FlowPane line;
    private final Map<StateGroup, VBox> totals = new EnumMap<>(StateGroup.class);
    private final Map<StateGroup, Label> numbers = new EnumMap<>(StateGroup.class);
    private final Label selected = new Label();
    private final Label accepted = new Label();
    private final Icon addsIcon = Icon.of("check", Icon.Size.BUTTON, "r-success-icon");
    private final Label adds = new Label();

    TotalsLine(StackedBar bar, FlowPane line) {
        this.bar = bar;
        this.line = line;
        selected.getStyleClass().addAll("r-number", "r-bold");
        Label word = new Label(texts.get("run.selected"));
        word.getStyleClass().addAll("r-caption", "r-muted");
        Label equals = new Label("=");
        equals.getStyleClass().addAll("r-number", "r-muted");
        line.getChildren().addAll(total(selected, word), equals);
        for (StateGroup group : StateGroup.values()) {
            StateLabel label = group.stateLabel();
            Label number = new Label();
            number.getStyleClass().add("r-number");
            number.setMinWidth(Region.USE_PREF_SIZE);
            Label name = group == StateGroup.SENT ? accepted : new Label();
            name.setText(label.word());
            name.getStyleClass().addAll("r-caption", "r-muted");
            name.setMinWidth(Region.USE_PREF_SIZE);
            HBox words = new HBox(Icon.of(label.icon(), Icon.Size.CHIP, iconStyle(label.tone())), name);
            words.getStyleClass().add("r-total-word");
            VBox total = total(number, words);
            Tooltip.install(total, new Tooltip(label.meaning()));
            numbers.put(group, number);
            totals.put(group, total);
            line.getChildren().add(total);
        }
        adds.getStyleClass().addAll("r-caption", "r-muted");
        adds.setMinWidth(Region.USE_PREF_SIZE);
        HBox sum = new HBox(addsIcon, adds);
        sum.setMinWidth(Region.USE_PREF_SIZE);
        sum.getStyleClass().add("r-adds");
        line.getChildren().add(sum);
    }

    private static VBox total(Node number, Node words) {
        VBox total = new VBox(number, words);
        total.getStyleClass().add("r-total");
        return total;
    }

    static String iconStyle(Tone tone) {
        return switch (tone) {
            case SUCCESS -> "r-success-icon";
            case WARNING -> "r-warning-icon";
            case DANGER -> "r-danger-icon";
            case ACCENT -> "r-accent-icon";
            case NEUTRAL, OUTLINE -> "r-muted";
        };
    }

    /**
     * Shows these.
     *
     * @param acceptedWord what is below the number of the accepted ones
     * @param sends whether messages are sent: else nobody is only accepted
     */
    void show(ShownTotals now, String acceptedWord, boolean sends, String spoken) {
        selected.setText(Counts.of(now.selected()));
        accepted.setText(acceptedWord);
        boolean more = now.of(StateGroup.CHANGED) + now.of(StateGroup.RECALLED) > 0;
        numbers.forEach((group, number) -> {
            long count = now.of(group);
            number.setText(Counts.of(count));
            number.getStyleClass().remove("r-muted");
            if (count == 0) {
                number.getStyleClass().add("r-muted");
            }
            // Beside what was changed or recalled there is room only for states that somebody is in.
            boolean out = group.isRare() || more || (group == StateGroup.SENT && !sends && now.accepted() > 0);
            Controls.show(totals.get(group), count > 0 || !out);
        });
        boolean right = now.addUp();
        addsIcon.setIcon(right ? "check" : "alert-octagon");
        addsIcon.getStyleClass().removeAll("r-success-icon", "r-danger-icon");
        addsIcon.getStyleClass().add(right ? "r-success-icon" : "r-danger-icon");
        adds.setText(texts.get(right ? "run.adds" : "run.adds.not"));
        bar.setSegments(Arrays.stream(StateGroup.values())
                .map(group -> new StackedBar.Segment(now.of(group), group.barStyle()))
                .toList());
        line.setAccessibleText(spoken);
    }
}
