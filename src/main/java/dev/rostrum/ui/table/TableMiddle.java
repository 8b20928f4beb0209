package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Pages;
import dev.rostrum.words.Texts;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

/** What stands in the middle of a {@link PagedTable} without rows: that there are none, why, or, after a moment, that they are read. */
final class TableMiddle extends StackPane {
    private final Texts texts = Texts.of(TableMiddle.class);
    private final PauseTransition late = new PauseTransition(Duration.millis(300));
    private Pages<?> rows;
    private Supplier<? extends Node> empty = Region::new;
    private Function<? super Exception, ? extends Node> failed = e -> new Region();

    TableMiddle() {
        setPickOnBounds(false);
        getStyleClass().add("r-table-middle");
        late.setOnFinished(e -> show(true));
    }

    void setRows(Pages<?> pages) {
        rows = pages;
    }

    void setEmpty(Supplier<? extends Node> node) {
        empty = node;
        show();
    }

    void setFailed(Function<? super Exception, ? extends Node> node) {
        failed = node;
        show();
    }

    void show() {
        show(false);
    }

    private void show(boolean patienceOver) {
        late.stop();
        getChildren().clear();
        if (rows == null || rows.size() > 0) {
            return;
        }
        switch (rows.stateProperty().get()) {
            case READY -> getChildren().add(empty.get());
            case FAILED -> getChildren().add(failed.apply(rows.failureProperty().get()));
            case LOADING -> {
                if (patienceOver) {
                    ProgressIndicator spinner = new ProgressIndicator();
                    spinner.getStyleClass().add("r-spinner");
                    Label words = new Label(texts.get("table.loading"), spinner);
                    words.getStyleClass().add("r-loading");
                    getChildren().add(words);
                } else {
                    late.playFromStart();
                }
            }
            case IDLE -> {}
        }
    }
}
