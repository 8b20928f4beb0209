package dev.rostrum.ui.announcements;

import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The audit lines of a run, newest first, to be read by keys and copied with whole times. */
final class LogView extends VBox {
    private static final double TIME_WIDTH = 120;
    private static final double HEIGHT = 260;

    LogView(List<RunViewModel.LogLine> lines, Times times) {
        Texts texts = Texts.of(LogView.class);
        VBox all = new VBox(8);
        for (RunViewModel.LogLine line : lines) {
            Label at = Moments.caption(times, line.at());
            at.setMinWidth(TIME_WIDTH);
            Label words = new Label(line.words());
            words.setWrapText(true);
            HBox.setHgrow(words, Priority.ALWAYS);
            all.getChildren().add(new HBox(8, at, words));
        }
        if (lines.isEmpty()) {
            all.getChildren().add(new Label(texts.get("log.none")));
        }
        ScrollPane scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        scroll.setPrefViewportHeight(HEIGHT);
        scroll.setAccessibleText(texts.get("log.title"));
        CopyButton copy = new CopyButton(texts.get("log.title"), () -> lines.stream()
                .map(line -> times.iso(line.at()) + "\t" + line.words())
                .collect(Collectors.joining("\n")));
        copy.setDisable(lines.isEmpty());
        getChildren().addAll(scroll, copy);
        setSpacing(8);
    }
}
