package dev.rostrum.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.SettingsFile;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.ui.shell.WindowMemory;
import dev.rostrum.ui.shell.WindowPlace;
import dev.rostrum.ui.table.ColumnState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.collections.MapChangeListener;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the window looks and where it stands, as this computer's settings keep it: theme, zoom, place, widths of panes. */
final class WindowSettings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WindowSettings.class);
    /** Widths of panes that are kept, each in em. */
    private static final double WIDEST = 200;

    /** Of a table's column, in pixels. */
    private static final double WIDEST_COLUMN = 4000;

    /** Of a table; and so many tables. */
    private static final int MOST_COLUMNS = 100;

    private final SettingsFile settings;
    private final Tasks tasks;
    private WindowMemory memory;

    WindowSettings(SettingsFile settings, Tasks tasks) {
        this.settings = settings;
        this.tasks = tasks;
    }

    /** Restores theme and zoom, and keeps them from now on. */
    void appearance(Themes themes) {
        JsonNode kept = settings.read().path("appearance");
        themes.choiceProperty().set(choice(kept.path("theme").asText()));
        themes.zoomProperty().set(kept.path("zoom").asInt(100));
        themes.choiceProperty().subscribe((before, after) -> keepAppearance(themes));
        themes.zoomProperty().subscribe((before, after) -> keepAppearance(themes));
    }

    /** What is not known, or was never chosen, is as the system. */
    private static Themes.Choice choice(String kept) {
        return Arrays.stream(Themes.Choice.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(kept))
                .findFirst()
                .orElse(Themes.Choice.SYSTEM);
    }

    private void keepAppearance(Themes themes) {
        String theme = themes.choiceProperty().get().name().toLowerCase(Locale.ROOT);
        int zoom = themes.zoomProperty().get();
        keep(tree -> tree.withObjectProperty("appearance").put("theme", theme).put("zoom", zoom));
    }

    /** Puts the window where it stood, gives the panes their widths, and keeps both from now on. */
    void place(Stage stage, ShellViewModel shell) {
        JsonNode kept = settings.read().path("window");
        memory = new WindowMemory(
                stage,
                new WindowPlace(
                        kept.path("x").asDouble(Double.NaN),
                        kept.path("y").asDouble(Double.NaN),
                        kept.path("width").asDouble(WindowPlace.FIRST.width()),
                        kept.path("height").asDouble(WindowPlace.FIRST.height()),
                        kept.path("maximized").asBoolean(false)),
                now -> keep(tree -> tree.withObjectProperty("window")
                        .put("x", now.x())
                        .put("y", now.y())
                        .put("width", now.width())
                        .put("height", now.height())
                        .put("maximized", now.maximized())));
        columns(shell);
        double teams = kept.path("teams").asDouble(0);
        if (teams > 0 && teams <= WIDEST) {
            shell.teamsWidthProperty().set(teams);
        }
        shell.teamsWidthProperty()
                .subscribe((before, after) ->
                        keep(tree -> tree.withObjectProperty("window").put("teams", after.doubleValue())));
    }

    /** Gives the tables their columns, and keeps them from now on. */
    void columns(ShellViewModel shell) {
        settings.read().path("columns").properties().forEach(table -> {
            List<ColumnState> states = new ArrayList<>();
            for (JsonNode column : table.getValue()) {
                double width = column.path("width").asDouble();
                if (width > 0 && width <= WIDEST_COLUMN && states.size() < MOST_COLUMNS) {
                    states.add(new ColumnState(
                            column.path("id").asText(), column.path("shown").asBoolean(true), width));
                }
            }
            if (shell.columns().size() < MOST_COLUMNS) {
                shell.columns().put(table.getKey(), states);
            }
        });
        shell.columns().addListener((MapChangeListener<String, List<ColumnState>>) change -> {
            List<ColumnState> states = change.getValueAdded();
            if (states != null) {
                keep(tree -> {
                    ArrayNode columns = tree.withObjectProperty("columns").putArray(change.getKey());
                    states.forEach(state -> columns.addObject()
                            .put("id", state.id())
                            .put("shown", state.shown())
                            .put("width", state.width()));
                });
            }
        });
    }

    private void keep(Consumer<ObjectNode> change) {
        tasks.control(() -> {
                    settings.change(change);
                    return true;
                })
                .onFail(failure -> LOG.warn(
                        "the window's settings were not kept: {}",
                        failure.getClass().getSimpleName()))
                .start();
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
