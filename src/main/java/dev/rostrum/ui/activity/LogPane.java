package dev.rostrum.ui.activity;

import dev.rostrum.files.OutputFile;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.ui.activity.Log.Question;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.FilterOption;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TablePane;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One log as a table that follows its newest rows. */
final class LogPane<R, K> implements AutoCloseable {
    private final Texts texts = Texts.of(LogPane.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final LogViewModel<R, K> log;
    private final TablePane<R, Question, K> pane;
    private final Button fresh = new Button(null, new Icon("arrow-up"));
    private final StringProperty subtitle = new SimpleStringProperty(this, "subtitle", "");
    private final String name;
    private final Function<? super R, String> title;
    private final Function<? super R, DetailsPane> details;

    /**
     * @param name of the log, in the texts
     * @param newestBy the column by which the newest rows come first
     * @param title of a row in detail
     */
    LogPane(
            LogViewModel<R, K> log,
            String name,
            List<Column<R>> columns,
            String newestBy,
            SaveFile saveFile,
            Function<? super R, String> title,
            Function<? super R, DetailsPane> details) {
        this.log = log;
        this.name = name;
        this.title = title;
        this.details = details;
        pane = new TablePane<>(log.table(), false);
        pane.setTitle(texts.get("title"));
        pane.table().setName(texts.get("title." + name));
        pane.table().setId(name);
        pane.bindSubtitle(subtitle);
        pane.setPrompt(texts.get(name + ".search"));
        List<SortKey> newest = List.of(new SortKey(newestBy, false));
        pane.setColumns(columns, newest);
        pane.table().setOnSort(keys -> log.table().sort(keys.equals(newest) ? List.of() : keys));
        pane.setEmpty(() -> new EmptyState("activity", texts.get("none." + name), texts.get("none." + name + ".more")));
        pane.setExport(
                saveFile::choose,
                (file, header, rows) -> SafeCsv.write(OutputFile.at(file, true), header, rows),
                name + ".csv");
        pane.setRefresh(texts.get("key.refresh"), this::newest);
        setTypes(List.of());
        fresh.setId("fresh");
        fresh.setMinWidth(Region.USE_PREF_SIZE);
        fresh.setOnAction(e -> newest());
        pane.header().add(fresh);
        log.setAtTop(pane.table()::isAtTop);
        subscriptions.onChange(log.table().rows().answersProperty(), answer -> {
            if (pane.table().isAtTop()) {
                pane.table().leaveRow();
            }
            showCount();
        });
        subscriptions.observe(log.freshProperty(), count -> {
            fresh.setText(texts.get("fresh", count.longValue()));
            Controls.show(fresh, count.longValue() > 0);
        });
        subscriptions.observe(log.table().detailsProperty(), this::showDetails);
    }

    /** Filters: only what failed, and these types. */
    void setTypes(List<FilterOption<Question>> types) {
        FilterOption<Question> failed = FilterOption.pinned(
                texts.get("filter.failed"),
                "x-circle",
                null,
                Question::failed,
                (question, on) -> new Question(question.search(), on, question.type()));
        List<FilterOption<Question>> all = new java.util.ArrayList<>(types);
        all.add(0, failed);
        pane.setFilters(all);
    }

    private void showCount() {
        int count = log.table().rows().countProperty().get();
        subtitle.set(log.table().isFiltered() ? texts.get("found", count) : texts.get("count." + name, count));
    }

    private void showDetails(R row) {
        if (row == null) {
            pane.showDetails(null);
            return;
        }
        Label words = new Label(title.apply(row));
        words.getStyleClass().add("r-section");
        words.setWrapText(true);
        words.setMinWidth(0);
        pane.showDetails(new VBox(pane.detailsHead(words), details.apply(row)));
    }

    /** Shows the newest rows, and follows them again. */
    void newest() {
        pane.table().leaveRow();
        log.newest();
    }

    TablePane<R, Question, K> pane() {
        return pane;
    }

    @Override
    public void close() {
        subscriptions.close();
        pane.close();
    }
}
