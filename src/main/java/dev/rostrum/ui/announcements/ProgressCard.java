package dev.rostrum.ui.announcements;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.RunState;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How fast a run goes, when it began, and when it will end. */
final class ProgressCard extends VBox {
    private final Texts texts = Texts.of(ProgressCard.class);
    private final RunViewModel model;
    private final RateHistory history;
    private final Times times;
    private final Label rate = caption("");
    private final RateChart chart = new RateChart();
    private final Label started = new Label();
    private final Label left = new Label();
    private final Label endName = caption("");
    private final Label end = new Label();
    private final Node leftPair;
    private final Node endPair;
    private RateHistory.Sample drawn;

    ProgressCard(RunViewModel model, RateHistory history, Times times) {
        this.model = model;
        this.history = history;
        this.times = times;
        getStyleClass().add("r-run-card");
        Label name = new Label(texts.get("run.rate"));
        name.getStyleClass().add("r-field-label");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(name, gap, rate);
        head.getStyleClass().add("r-line");
        VBox.setVgrow(chart, Priority.ALWAYS);
        rate.setId("rateWords");
        started.setId("started");
        left.setId("left");
        end.setId("end");
        end.getStyleClass().add("r-bold");
        leftPair = pair(caption(texts.get("run.left")), left);
        endPair = pair(endName, end);
        // What does not fit beside the others goes below them, and nothing is cut.
        FlowPane line = new FlowPane(pair(caption(texts.get("run.started")), started), leftPair, endPair);
        line.getStyleClass().add("r-run-times");
        line.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().addAll(head, chart, line);
    }

    private static Label caption(String words) {
        Label label = new Label(words);
        label.getStyleClass().addAll("r-caption", "r-muted");
        return label;
    }

    private static HBox pair(Label name, Label value) {
        name.setMinWidth(Region.USE_PREF_SIZE);
        value.setMinWidth(Region.USE_PREF_SIZE);
        HBox pair = new HBox(name, value);
        pair.getStyleClass().add("r-line");
        return pair;
    }

    void show(RunSnapshot now) {
        showTimes(now);
        showRate(now);
    }

    private void showTimes(RunSnapshot now) {
        Moments.show(
                started,
                times,
                model.startedAt(),
                model.startedAt() == null ? texts.get("run.not.started") : times.moment(model.startedAt()));
        boolean sending = now.state() == RunState.RUNNING;
        boolean ended = model.endedAt() != null && !now.active();
        Controls.show(leftPair, sending);
        left.setText(now.left() == null ? texts.get("run.left.unknown") : Times.about(now.left()));
        endName.setText(texts.get(ended ? "run.ended.at" : "run.done"));
        boolean known = ended || (sending && now.left() != null);
        Controls.show(endPair, known);
        if (known) {
            Moments.show(
                    end,
                    times,
                    ended ? model.endedAt() : null,
                    ended ? times.moment(model.endedAt()) : times.aboutEnd(now.left()));
        }
    }

    private void showRate(RunSnapshot now) {
        double limit = model.limit();
        String most = Double.isInfinite(limit) ? texts.get("run.rate.lifted") : Counts.rate(limit);
        List<RateHistory.Sample> samples = history.of(model.runId());
        boolean some = samples.size() >= 2;
        Double chosen = model.chosenRate();
        rate.setText(
                !now.active()
                        ? chosen == null ? "" : texts.get("run.rate.chosen", Counts.rate(chosen))
                        : some && !Double.isInfinite(limit)
                                ? texts.get("run.rate.limit", Counts.rate(now.requestsPerSecond()), most)
                                : texts.get("run.rate.now", Counts.rate(now.requestsPerSecond())));
        rate.setAccessibleText(texts.get("run.rate.spoken", Counts.rate(now.requestsPerSecond()), most));
        RateHistory.Sample newest = samples.isEmpty() ? null : samples.get(samples.size() - 1);
        if (newest != drawn || newest == null) {
            drawn = newest;
            chart.show(
                    samples,
                    texts.get(now.active() ? "run.rate.soon" : "run.rate.none"),
                    some ? times.moment(samples.get(0).at()) : "",
                    some ? times.moment(newest.at()) : "");
        }
    }
}
