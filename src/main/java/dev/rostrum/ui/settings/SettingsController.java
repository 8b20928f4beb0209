package dev.rostrum.ui.settings;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Texts;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.Icon;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** The pages of the settings, and the simple ones of them. */
final class SettingsController implements AutoCloseable {
    /** What the list at the left offers. */
    enum Page {
        CONNECTIONS("link"),
        APPEARANCE("sun"),
        ABOUT("info");

        private final String icon;

        Page(String icon) {
            this.icon = icon;
        }
    }

    private final Texts texts = Texts.of(SettingsController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final Themes themes;
    private final Node connectionsPage;
    private final String version;
    private final String folder;

    @FXML
    private Label pageTitle;

    @FXML
    private ListView<Page> pages;

    @FXML
    private StackPane content;

    @FXML
    private ScrollPane appearance;

    @FXML
    private ScrollPane about;

    @FXML
    private ToggleButton light;

    @FXML
    private ToggleButton dark;

    @FXML
    private Label zoom;

    @FXML
    private Button smaller;

    @FXML
    private Button larger;

    @FXML
    private Label versionText;

    @FXML
    private Label folderText;

    @FXML
    private HBox folderLine;

    SettingsController(Themes themes, Node connectionsPage, String version, String folder) {
        this.themes = themes;
        this.connectionsPage = connectionsPage;
        this.version = version;
        this.folder = folder;
    }

    @FXML
    void initialize() {
        pages.setAccessibleText(texts.get("title"));
        pages.getItems().setAll(Page.values());
        pages.setCellFactory(view -> new PageCell());
        content.getChildren().setAll(connectionsPage, appearance, about);
        subscriptions.now(pages.getSelectionModel().selectedItemProperty(), this::show);
        pages.getSelectionModel().select(Page.CONNECTIONS);

        ToggleGroup choice = new ToggleGroup();
        light.setToggleGroup(choice);
        dark.setToggleGroup(choice);
        subscriptions.now(
                themes.themeProperty(), theme -> choice.selectToggle(theme == Themes.Theme.DARK ? dark : light));
        subscriptions.changes(choice.selectedToggleProperty(), toggle -> {
            if (toggle == null) {
                choice.selectToggle(themes.themeProperty().get() == Themes.Theme.DARK ? dark : light);
            } else {
                themes.themeProperty().set(toggle == dark ? Themes.Theme.DARK : Themes.Theme.LIGHT);
            }
        });
        subscriptions.now(themes.zoomProperty(), percent -> {
            zoom.setText(texts.get("zoom.percent", percent));
            smaller.setDisable(percent.intValue() <= Themes.SMALLEST_ZOOM);
            larger.setDisable(percent.intValue() >= Themes.LARGEST_ZOOM);
        });

        versionText.setText(version);
        folderText.setText(folder);
        folderText.setMinWidth(0);
        folderLine.getChildren().add(new CopyButton(texts.get("about.folder"), () -> folder));
    }

    private void show(Page page) {
        Page now = page == null ? Page.CONNECTIONS : page;
        pageTitle.setText(words(now));
        connectionsPage.setVisible(now == Page.CONNECTIONS);
        appearance.setVisible(now == Page.APPEARANCE);
        about.setVisible(now == Page.ABOUT);
    }

    private String words(Page page) {
        return texts.get(
                switch (page) {
                    case CONNECTIONS -> "page.connections";
                    case APPEARANCE -> "page.appearance";
                    case ABOUT -> "page.about";
                });
    }

    /** Opens a page. */
    void open(Page page) {
        pages.getSelectionModel().select(page);
    }

    @FXML
    void smaller() {
        themes.smaller();
    }

    @FXML
    void larger() {
        themes.larger();
    }

    @FXML
    void usual() {
        themes.usualSize();
    }

    List<Node> panes() {
        return List.of(pages, content);
    }

    Node firstFocus() {
        return pages;
    }

    @Override
    public void close() {
        subscriptions.close();
    }

    private final class PageCell extends ListCell<Page> {
        @Override
        protected void updateItem(Page page, boolean empty) {
            super.updateItem(page, empty);
            setText(empty || page == null ? null : words(page));
            setGraphic(empty || page == null ? null : new Icon(page.icon, Icon.Size.NAV));
        }
    }
}
