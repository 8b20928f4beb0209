package dev.rostrum.ui.shell;

import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The connection in the navigation, and the choice of another one. */
final class ConnectionTile {
    private final Texts texts = Texts.of(ConnectionTile.class);
    private final ShellViewModel model;
    private final Button button;

    ConnectionTile(ShellViewModel model, Button button) {
        this.model = model;
        this.button = button;
        button.setOnAction(e -> choose());
    }

    private String kind(ConnectionItem item) {
        if (item == null) {
            return texts.get("connection.real");
        }
        String kind = texts.get(
                item.simulated()
                        ? "connection.simulated"
                        : switch (item.mark().tag()) {
                            case NONE -> "connection.real";
                            case PILOT -> "connection.pilot";
                            case PRODUCTION -> "connection.production";
                        });
        return item.mark().lookOnly() ? texts.get("connection.lookOnly", kind) : kind;
    }

    void show() {
        ConnectionItem item = model.connectionProperty().get();
        boolean simulated = item != null && item.simulated();
        String name = item == null ? texts.get("connection.none") : item.name();
        StackPane mark = new StackPane(new Icon(simulated ? "box" : "shield", Icon.Size.NAV));
        mark.getStyleClass().add("r-connection-mark");
        if (simulated) {
            mark.getStyleClass().add("r-simulated");
        } else if (item != null && item.mark().tag() != ConnectionMark.Tag.NONE) {
            mark.getStyleClass().add(item.mark().production() ? "r-production" : "r-pilot");
        }
        HBox content = new HBox(mark);
        content.getStyleClass().add("r-connection-content");
        if (!model.collapsed().get()) {
            Label title = new Label(name);
            title.getStyleClass().add("r-connection-name");
            Label below = new Label(item == null ? "" : kind(item));
            below.getStyleClass().add("r-connection-kind");
            VBox words = new VBox(title, below);
            words.setAlignment(Pos.CENTER_LEFT);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            content.getChildren().addAll(words, new Icon("chevron-down", Icon.Size.BUTTON));
            content.setMaxWidth(Double.MAX_VALUE);
            content.prefWidthProperty().bind(button.widthProperty().subtract(16));
        }
        button.setGraphic(content);
        button.setTooltip(model.collapsed().get() ? new Tooltip(name + ", " + kind(item)) : null);
        button.setAccessibleText(texts.get("connection.choose", name, kind(item)));
    }

    private void choose() {
        ContextMenu choice = new ContextMenu();
        for (ConnectionItem item : model.connections()) {
            boolean now = item.equals(model.connectionProperty().get());
            choice.getItems()
                    .add(entry(
                            item.name() + ", " + kind(item),
                            now ? "check" : item.simulated() ? "box" : "shield",
                            () -> model.choose(item)));
        }
        if (!choice.getItems().isEmpty()) {
            choice.getItems().add(new SeparatorMenuItem());
        }
        ConnectionItem open = model.connectionProperty().get();
        if (open != null) {
            choice.getItems()
                    .add(entry(
                            texts.get(open.mark().lookOnly() ? "connection.change" : "connection.look", open.name()),
                            open.mark().lookOnly() ? "edit-2" : "eye",
                            () -> model.look(open, !open.mark().lookOnly())));
        }
        choice.getItems().add(entry(texts.get("connection.add"), "plus", model::addConnection));
        choice.show(button, Side.BOTTOM, 0, 4);
    }

    private static MenuItem entry(String words, String icon, Runnable action) {
        MenuItem entry = new MenuItem(words, new Icon(icon));
        entry.setMnemonicParsing(false);
        entry.setOnAction(e -> action.run());
        return entry;
    }
}
