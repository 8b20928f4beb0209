package dev.rostrum.ui.settings;

import dev.rostrum.connection.doctor.Check;
import dev.rostrum.connection.doctor.CheckOutcome;
import dev.rostrum.connection.doctor.CheckResult;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.connection.doctor.Responsible;
import dev.rostrum.ui.fx.ScriptFonts;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.settings.DoctorViewModel.Line;
import dev.rostrum.ui.widget.CaptionedName;
import dev.rostrum.ui.widget.ClipboardText;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.words.Reports;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The doctor's results in running order; a failed check opens itself. */
final class DoctorPane {
    private final DoctorViewModel model;
    private final Runnable toCredential;
    private final Texts texts = Texts.of(DoctorPane.class);
    private final Label when = new Label();
    private final WorkingButton again = new WorkingButton("", new Icon("refresh-cw"));
    private final NoticeBar summary = new NoticeBar();
    private final VBox rows = new VBox();
    private final Label hint = new Label();
    private final Label failure = new Label(null, new Icon("alert-circle"));
    private final Button copy = new Button();
    private final Button save = new Button();
    private final VBox content;
    private final ScrollPane scroll;

    /**
     * @param run examines the selected connection
     * @param toCredential leads to the fields of the sign-in
     * @param later runs when what was changed is laid out
     */
    DoctorPane(
            VBox place,
            DoctorViewModel model,
            Runnable run,
            Runnable toCredential,
            Consumer<Path> openFolder,
            Consumer<Runnable> later,
            Subscriptions subscriptions) {
        this.model = model;
        this.toCredential = toCredential;
        Label title = new Label(texts.get("doctor"));
        title.getStyleClass().add("r-section");
        title.setMinWidth(Region.USE_PREF_SIZE);
        when.getStyleClass().addAll("r-caption", "r-muted");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(e -> run.run());
        VBox heading = new VBox(title, when);
        heading.setMinWidth(0);
        heading.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(heading, Priority.ALWAYS);
        HBox head = new HBox(heading, again);
        head.getStyleClass().add("r-doctor-head");
        rows.getStyleClass().add("r-checks");
        for (Label label : List.of(hint, failure)) {
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
            label.setAlignment(Pos.TOP_LEFT);
        }
        hint.getStyleClass().addAll("r-muted", "r-doctor-hint");
        failure.getStyleClass().addAll("r-field-error", "r-doctor-hint");
        VBox notice = new VBox(summary);
        notice.getStyleClass().add("r-doctor-summary");
        content = new VBox(rows, fonts(), hint, failure);
        scroll = new ScrollPane(content);
        scroll.getStyleClass().add("r-plain-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        place.getChildren().addAll(head, notice, scroll, foot(openFolder));

        subscriptions.onChange(model.lines(), this::show);
        subscriptions.observe(model.runningProperty(), running -> {
            again.setWorking(running);
            show();
        });
        subscriptions.observe(model.diagnosisProperty(), found -> {
            diagnosis(found);
            later.accept(this::reveal);
        });
        subscriptions.observe(model.failureProperty(), words -> {
            failure.setText(words);
            Controls.show(failure, !words.isEmpty());
        });
    }

    /** What this window cannot draw on this computer; the checks are the same for the terminal, which draws nothing. */
    private Node fonts() {
        VBox lines = new VBox();
        for (ScriptFonts.Script script : ScriptFonts.missing()) {
            Label line = new Label(
                    texts.get(
                            "doctor.fonts." + script.name().toLowerCase(Locale.ROOT),
                            String.join(", ", script.families().subList(0, 3))),
                    new Icon("info"));
            line.getStyleClass().addAll("r-caption", "r-muted", "r-doctor-hint");
            line.setWrapText(true);
            line.setMinHeight(Region.USE_PREF_SIZE);
            lines.getChildren().add(line);
        }
        Controls.show(lines, !lines.getChildren().isEmpty());
        return lines;
    }

    private Node foot(Consumer<Path> openFolder) {
        Button logs = new Button(texts.get("doctor.logs"));
        logs.setOnAction(e -> openFolder.accept(model.logFolder()));
        copy.setText(texts.get("doctor.copy"));
        copy.setOnAction(e -> copy());
        save.setText(texts.get("doctor.save"));
        save.setOnAction(e -> model.saveReport());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox foot = new HBox(logs, gap, copy, save);
        for (Button button : List.of(logs, copy, save)) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        foot.getStyleClass().addAll("r-selection-bar", "r-tight-bar");
        return foot;
    }

    private void copy() {
        Diagnosis found = model.diagnosisProperty().get();
        if (found != null) {
            ClipboardText.copy(Reports.of(found.report()));
        }
    }

    private void diagnosis(Diagnosis found) {
        copy.setDisable(found == null);
        save.setDisable(found == null);
        Moments.show(when, model.times(), found == null ? null : found.begun(), model.when());
        if (found == null) {
            summary.clear();
        } else if (!found.healthy()) {
            summary.show(Tone.DANGER, Sentences.of(found.sum()), "");
        } else if (found.count(CheckOutcome.WARNING) > 0) {
            summary.show(Tone.WARNING, Sentences.of(found.sum()), "");
        } else {
            summary.show(Tone.SUCCESS, Sentences.of(found.sum()), "");
        }
        show();
    }

    private void show() {
        boolean none = model.lines().isEmpty();
        again.setText(texts.get(none ? "doctor.run" : "doctor.again"));
        hint.setText(texts.get(none ? "doctor.none" : "doctor.report"));
        Controls.show(rows, !none);
        Node focused = rows.getScene() == null ? null : rows.getScene().getFocusOwner();
        String at = focused != null && focused.getId() != null && isRow(focused) ? focused.getId() : null;
        List<Node> all = new ArrayList<>();
        model.lines().forEach(line -> all.add(row(line)));
        rows.getChildren().setAll(all);
        if (at != null) {
            Node same = rows.lookup("#" + at);
            if (same != null) {
                same.requestFocus();
            }
        }
    }

    /** Scrolls just so far that the check that opened itself is in view, whole. */
    private void reveal() {
        for (int i = 0; i < model.lines().size(); i++) {
            if (model.lines().get(i).open()) {
                content.applyCss();
                content.layout();
                double end = rows.getLayoutY()
                        + rows.getChildren().get(i).getBoundsInParent().getMaxY();
                double seen = scroll.getViewportBounds().getHeight();
                double room = content.getHeight() - seen;
                scroll.setVvalue(room <= 0 ? 0 : Math.max(0, Math.min(1, (end - seen) / room)));
                return;
            }
        }
    }

    private boolean isRow(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (up == rows) {
                return true;
            }
        }
        return false;
    }

    private Node row(Line line) {
        CheckResult result = line.result();
        boolean failed = result != null && result.outcome() == CheckOutcome.FAILED;
        boolean left = result == null || result.outcome() == CheckOutcome.NOT_RUN;
        String label = Sentences.of(line.check().label());
        String words = finding(line);
        CaptionedName name = new CaptionedName(label, words);
        if (failed) {
            name.withName("r-bold");
        } else if (left) {
            name.withName("r-muted");
        }
        Label took = new Label(left ? "" : texts.get("doctor.millis", result.millis()));
        took.getStyleClass().addAll("r-caption", "r-muted");
        took.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(icon(line), name, took);
        head.setFillHeight(false);
        head.getStyleClass().add("r-check-head");
        String spoken = texts.get("doctor.spoken", label, word(line), words);
        if (!line.more()) {
            head.setAccessibleRole(AccessibleRole.TEXT);
            head.setAccessibleText(spoken);
            VBox box = new VBox(head);
            if (line.check() == Check.MESSAGE && model.canMessageMe() && left) {
                box.getChildren().add(details(button("doctor.message", model::messageMe)));
            }
            box.getStyleClass().add("r-check");
            return box;
        }
        head.getChildren().add(new Icon(line.open() ? "chevron-down" : "chevron-right", Icon.Size.CHIP));
        ToggleButton toggle = new Opener(head);
        toggle.setSelected(line.open());
        toggle.setId("check-" + line.check().id());
        toggle.getStyleClass().add("r-check-toggle");
        toggle.setMaxWidth(Double.MAX_VALUE);
        toggle.setAccessibleText(spoken);
        toggle.setOnAction(e -> model.toggle(line.check()));
        VBox box = new VBox(toggle);
        box.getStyleClass().add("r-check");
        if (line.open()) {
            box.getChildren().add(details(details(line).toArray(Node[]::new)));
        }
        return box;
    }

    /** The head of a check that can be opened. A button asks what it holds for its height on one line; this one for its own width. */
    private static final class Opener extends ToggleButton {
        private final HBox head;

        Opener(HBox head) {
            super(null, head);
            this.head = head;
            head.prefWidthProperty().bind(widthProperty());
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            return snappedTopInset() + Math.max(head.minHeight(width), head.prefHeight(width)) + snappedBottomInset();
        }

        @Override
        protected double computeMinHeight(double width) {
            return computePrefHeight(width);
        }
    }

    private static Node details(Node... inside) {
        VBox details = new VBox(inside);
        details.getStyleClass().add("r-check-details");
        return details;
    }

    private List<Node> details(Line line) {
        CheckResult result = line.result();
        List<Node> all = new ArrayList<>();
        if (result.meaning() != null) {
            all.add(words(Sentences.of(result.meaning())));
        }
        String fix = Sentences.orNothing(result.fix());
        if (!fix.isEmpty()) {
            all.add(words(fix));
        }
        if (result.who() != Responsible.NOBODY) {
            all.add(caption(texts.get("doctor.who", Sentences.of(result.who().reason()))));
        }
        if (!result.code().isEmpty()) {
            all.add(caption(texts.get("doctor.code", result.code())));
        }
        if (line.check() == Check.TOKEN && result.outcome() == CheckOutcome.FAILED) {
            Button there = button("doctor.credential", toCredential);
            there.setId("toCredential");
            all.add(there);
        }
        return all;
    }

    private Button button(String key, Runnable action) {
        Button button = new Button(texts.get(key));
        button.getStyleClass().add("r-small-button");
        button.setOnAction(e -> action.run());
        return button;
    }

    private static Label words(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label caption(String words) {
        Label label = words(words);
        label.getStyleClass().addAll("r-caption", "r-muted");
        return label;
    }

    private String finding(Line line) {
        if (line.result() == null) {
            return line.underWay() ? texts.get("doctor.checking") : "";
        }
        String found = Sentences.of(line.result().finding());
        return line.result().outcome() == CheckOutcome.NOT_RUN ? texts.get("doctor.left", found) : found;
    }

    private String word(Line line) {
        if (line.result() == null) {
            return texts.get(line.underWay() ? "doctor.checking" : "doctor.waiting");
        }
        return texts.get("doctor.outcome." + line.result().outcome().name().toLowerCase(Locale.ROOT));
    }

    private static Node icon(Line line) {
        if (line.underWay()) {
            ProgressIndicator spinner = new ProgressIndicator();
            spinner.getStyleClass().add("r-spinner");
            return spinner;
        }
        if (line.result() == null) {
            return Icon.of("circle", Icon.Size.NAV, "r-muted");
        }
        return switch (line.result().outcome()) {
            case OK -> Icon.of("check-circle", Icon.Size.NAV, "r-success-icon");
            case WARNING -> Icon.of("alert-triangle", Icon.Size.NAV, "r-warning-icon");
            case FAILED -> Icon.of("x-circle", Icon.Size.NAV, "r-danger-icon");
            case NOT_RUN -> Icon.of("minus-circle", Icon.Size.NAV, "r-muted");
        };
    }

    /** Pane for the keyboard. */
    Node pane() {
        return scroll;
    }
}
