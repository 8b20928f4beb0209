package dev.rostrum.ui.people;

import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A team in two lines: name and count, then when it was synced, how far a sync is, or why it failed. */
final class TeamCell extends ListCell<TeamLine> {
    private final Texts texts = Texts.of(TeamCell.class);
    private final Times times;
    private final Label name = new Label();
    private final Label count = new Label();
    private final Label second = new Label();
    private final Icon triangle = Icon.of("alert-triangle", Icon.Size.CHIP, "r-warning-icon");
    private final ProgressBar bar = new ProgressBar();
    private final Button cancel = new Button(null, new Icon("x", Icon.Size.CHIP));
    private final Tooltip cause = new Tooltip();
    private final Tooltip when = new Tooltip();
    private final MenuItem again = new MenuItem();
    private final MenuItem stop = new MenuItem();
    private final ContextMenu menu = new ContextMenu(again, stop);
    private final VBox box;
    private final HBox row;

    TeamCell(Times times, Consumer<TeamLine> onSync, Consumer<TeamLine> onCancel) {
        this.times = times;
        name.getStyleClass().add("r-team-name");
        name.setMinWidth(0);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        count.getStyleClass().add("r-muted");
        count.setMinWidth(USE_PREF_SIZE);
        HBox first = new HBox(name, count);
        first.getStyleClass().add("r-team-line");
        second.getStyleClass().addAll("r-small", "r-muted");
        second.setMinWidth(0);
        second.setMaxWidth(Double.MAX_VALUE);
        bar.setMinWidth(0);
        bar.setFocusTraversable(false);
        box = new VBox(first, second, bar);
        box.getStyleClass().add("r-team");
        HBox.setHgrow(box, Priority.ALWAYS);
        box.setMinWidth(0);
        cancel.getStyleClass().addAll("flat", "r-icon-button", "r-team-cancel");
        cancel.setFocusTraversable(false);
        cancel.setTooltip(new Tooltip(texts.get("sync.cancel.tip")));
        cancel.setAccessibleText(texts.get("sync.cancel"));
        cancel.setOnAction(e -> onCancel.accept(getItem()));
        row = new HBox(box, cancel);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMinWidth(0);
        row.setPrefWidth(1);
        again.setGraphic(new Icon("refresh-cw"));
        again.setOnAction(e -> onSync.accept(getItem()));
        stop.setText(texts.get("sync.cancel"));
        stop.setGraphic(new Icon("x"));
        stop.setOnAction(e -> onCancel.accept(getItem()));
        setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(TeamLine line, boolean empty) {
        super.updateItem(line, empty);
        if (empty || line == null) {
            setGraphic(null);
            setContextMenu(null);
            setAccessibleText(null);
            return;
        }
        String said = line.isEveryone() ? texts.get("everyone") : line.name();
        name.setText(BidiText.isolated(said));
        count.setText(Counts.of(line.people()));
        String words = second(line);
        second.setText(words);
        boolean trouble = line.phase() == TeamLine.Phase.TROUBLE;
        second.setGraphic(trouble ? triangle : null);
        if (trouble) {
            cause.setText(Sentences.whole(line.trouble()));
        }
        when.setText(words + "\n" + times.iso(line.syncedAt()));
        second.setTooltip(trouble ? cause : line.phase() == TeamLine.Phase.SYNCED ? when : null);
        boolean syncing = line.phase() == TeamLine.Phase.SYNCING;
        Controls.show(bar, syncing);
        bar.setProgress(line.progress() < 0 ? 0 : line.progress());
        Controls.show(cancel, line.busy());
        again.setText(line.isEveryone() ? texts.get("sync.all") : trouble ? texts.get("again") : texts.get("sync"));
        again.setVisible(!line.busy());
        stop.setVisible(line.busy());
        setContextMenu(menu);
        setGraphic(row);
        setMinHeight(Region.USE_PREF_SIZE);
        setAccessibleText(texts.get("team.said", said, line.people(), words));
    }

    private String second(TeamLine line) {
        return switch (line.phase()) {
            case EVERYONE -> texts.get("everyone.teams", line.total());
            case NEVER_SYNCED -> texts.get("team.never");
            case WAITING -> texts.get("team.waiting");
            case SYNCING ->
                line.read() == 0
                        ? texts.get("team.syncing")
                        : line.total() == null
                                ? texts.get("team.syncing.read", line.read())
                                : texts.get("team.syncing.of", line.read(), line.total());
            case TROUBLE -> Sentences.whole(line.trouble());
            case SYNCED -> synced(line);
        };
    }

    private String synced(TeamLine line) {
        String at = times.moment(line.syncedAt());
        if (line.joined() > 0 && line.left() > 0) {
            return texts.get("team.synced", at, line.joined(), line.left());
        }
        if (line.joined() > 0) {
            return texts.get("team.synced.joined", at, line.joined());
        }
        return line.left() > 0 ? texts.get("team.synced.left", at, line.left()) : texts.get("team.synced.same", at);
    }
}
