package dev.rostrum.ui.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.SavedList;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The kept lists below the teams: name and count, and what can be done with each. */
final class ListsPane extends VBox implements AutoCloseable {
    private static final PseudoClass ROWLESS = PseudoClass.getPseudoClass("rowless");

    private final Texts texts = Texts.of(ListsPane.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ListsViewModel model;
    private final DialogLayer dialogs;
    private final Consumer<Audience> announcer;
    private final boolean act;
    private final ListView<SavedList> view = new ListView<>();
    private boolean selecting;

    /**
     * @param announcer opens the composer for an audience
     * @param act whether lists can be changed
     */
    ListsPane(ListsViewModel model, DialogLayer dialogs, Consumer<Audience> announcer, boolean act) {
        this.model = model;
        this.dialogs = dialogs;
        this.announcer = announcer;
        this.act = act;
        getStyleClass().add("r-lists");
        Label title = new Label(texts.get("lists"));
        title.getStyleClass().add("r-section");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button add = new Button(null, new Icon("plus", Icon.Size.NAV));
        add.setId("makeList");
        Controls.iconOnly(add, texts.get("list.make.tip"));
        add.setOnAction(e -> make(null, ""));
        add.setDisable(!act);
        HBox head = new HBox(title, gap, add);
        head.getStyleClass().add("r-lists-head");
        view.getStyleClass().add("r-list");
        view.setId("lists");
        view.setAccessibleText(texts.get("lists.name"));
        view.setCellFactory(all -> new Cell());
        view.setItems(model.lists());
        Label none = new Label(texts.get("lists.none"));
        none.getStyleClass().addAll("r-small", "r-muted");
        none.setWrapText(true);
        view.setPlaceholder(none);
        VBox.setVgrow(view, Priority.ALWAYS);
        getChildren().addAll(head, view);
        subscriptions.onChange(view.getSelectionModel().selectedItemProperty(), list -> {
            if (!selecting && list != null) {
                model.select(list);
            }
        });
        subscriptions.observe(model.selectedProperty(), this::show);
        subscriptions.onChange(model.lists(), this::listed);
        listed();
    }

    /** What the focus goes to, pane by pane. */
    javafx.scene.Node pane() {
        return view;
    }

    private void listed() {
        view.pseudoClassStateChanged(ROWLESS, model.lists().isEmpty());
        show(model.selectedProperty().get());
    }

    private void show(SavedList list) {
        selecting = true;
        try {
            if (list == null) {
                view.getSelectionModel().clearSelection();
            } else {
                view.getSelectionModel().select(list);
            }
        } finally {
            selecting = false;
        }
    }

    /**
     * Asks for a name and makes a list.
     *
     * @param audience whom it is made of; null where they are pasted
     * @param from the same in words
     */
    void make(Audience audience, String from) {
        if (dialogs.isOpen() || !act) {
            return;
        }
        AtomicReference<Runnable> close = new AtomicReference<>(() -> {});
        MakeListViewModel making = model.making(audience, made -> {
            close.get().run();
            dialogs.tell(texts.get("list.made", BidiText.isolated(made.name()), made.people()));
        });
        MakeListDialog form = new MakeListDialog(making, from, () -> close.get().run());
        close.set(dialogs.open(texts.get("list.make.title"), form, form::close));
    }

    private void rename(SavedList list) {
        TextField name = new TextField(list.name());
        Label label = new Label(texts.get("list.make.name"));
        label.getStyleClass().add("r-field-label");
        label.setLabelFor(name);
        VBox field = new VBox(label, name);
        field.getStyleClass().add("r-field");
        dialogs.show(
                texts.get("list.rename.title"),
                field,
                List.of(Choice.primary("rename", texts.get("list.rename.yes"))),
                name.textProperty().map(text -> !text.isBlank()),
                answer -> {
                    if (answer.equals("rename")) {
                        model.rename(list, name.getText());
                    }
                });
    }

    private void delete(SavedList list) {
        model.delete(list, back -> dialogs.done(texts.get("list.deleted", BidiText.isolated(list.name())), back));
    }

    private final class Cell extends ListCell<SavedList> {
        private final Label name = new Label();
        private final Label count = new Label();
        private final HBox row = new HBox(name, count);
        private final ContextMenu menu = new ContextMenu();

        Cell() {
            name.getStyleClass().add("r-team-name");
            name.setMinWidth(0);
            name.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(name, Priority.ALWAYS);
            count.getStyleClass().add("r-muted");
            count.setMinWidth(USE_PREF_SIZE);
            row.getStyleClass().add("r-team-line");
            row.setMinWidth(0);
            row.setPrefWidth(1);
            menu.getItems()
                    .add(item("list.announce", "send", list -> announcer.accept(Audience.ofLists(Set.of(list.id())))));
            if (act) {
                menu.getItems()
                        .addAll(
                                item("list.rename", "edit-2", ListsPane.this::rename),
                                item("list.delete", "trash-2", ListsPane.this::delete));
            }
            setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
        }

        private MenuItem item(String key, String icon, Consumer<SavedList> action) {
            MenuItem item = new MenuItem(texts.get(key), new Icon(icon));
            item.setOnAction(e -> action.accept(getItem()));
            return item;
        }

        @Override
        protected void updateItem(SavedList list, boolean empty) {
            super.updateItem(list, empty);
            if (empty || list == null) {
                setGraphic(null);
                setContextMenu(null);
                setAccessibleText(null);
                return;
            }
            name.setText(BidiText.isolated(list.name()));
            count.setText(Counts.of(list.people()));
            setGraphic(row);
            setContextMenu(menu);
            setAccessibleText(texts.get("list.said", list.name(), list.people()));
        }
    }

    @Override
    public void close() {
        subscriptions.close();
        view.setItems(null);
    }
}
