package dev.rostrum.ui.conversations;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.SheetCell;
import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.ui.conversations.ConversationsViewModel.Replies;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.widget.ClipboardText;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.FilterChip;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.SideLayout;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Binds the Conversations screen to its model. */
final class ConversationsController implements AutoCloseable {
    private static final String EXPORT = "conversations.csv";

    private final Texts texts = Texts.of(ConversationsController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ConversationsViewModel model;
    private final Times times;
    private final Consumer<Audience> announcer;
    private final SaveFile saveFile;
    private final Consumer<String> news;
    private final DetailsPane replies = new DetailsPane();

    @FXML
    private SideLayout root;

    @FXML
    private StackPane sidePane;

    @FXML
    private ScrollPane detailsScroll;

    @FXML
    private Label subtitle;

    @FXML
    private WorkingButton export;

    @FXML
    private Button detailsToggle;

    @FXML
    private SearchField search;

    @FXML
    private HBox stateRow;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private PagedTable<ConversationQuery.Row, ConversationQuery.Key> table;

    @FXML
    private HBox selectionBar;

    @FXML
    private Label selected;

    @FXML
    private Hyperlink selectAll;

    @FXML
    private Button copy;

    @FXML
    private Button announce;

    /**
     * @param announcer opens the composer for an audience
     * @param news says something short
     */
    ConversationsController(
            ConversationsViewModel model,
            Times times,
            Consumer<Audience> announcer,
            SaveFile saveFile,
            Consumer<String> news) {
        this.model = model;
        this.times = times;
        this.announcer = announcer;
        this.saveFile = saveFile;
        this.news = news;
    }

    @FXML
    void initialize() {
        setUpTable();
        setUpStates();
        subscriptions.observe(model.subtitleProperty(), subtitle::setText);
        subscriptions.bindBoth(search.textProperty(), model.searchProperty());
        search.setOnSearch(model::query);
        search.setMaxWidth(420);
        search.onDown(table::enter);
        selectAll.getStyleClass().add("r-link");
        Controls.iconOnly(detailsToggle, texts.get("details.tip"));
        subscriptions.observe(root.narrowProperty(), narrow -> Controls.show(detailsToggle, narrow));
        subscriptions.observe(model.exportingProperty(), export::setWorking);
        subscriptions.observe(model.failureProperty(), this::showFailure);
        subscriptions.observe(model.detailsProperty(), this::showDetails);
        subscriptions.onChange(model.repliesProperty(), this::showReplies);
        subscriptions.observe(model.selection().changesProperty(), changes -> showSelection());
        subscriptions.onChange(model.rows().countProperty(), count -> showSelection());
    }

    private void setUpStates() {
        for (ConversationState state : ConversationState.values()) {
            StateLabel label = StateLabels.of(state);
            FilterChip chip = new FilterChip(label.word());
            chip.setIcon(label.icon());
            chip.setTooltip(new Tooltip(label.meaning()));
            chip.setUserData(state);
            chip.setOnAction(e -> model.choose(state, chip.isSelected()));
            stateRow.getChildren().add(chip);
        }
    }

    private void clearFilter() {
        model.clearFilter();
        stateRow.getChildren().forEach(chip -> ((FilterChip) chip).setSelected(false));
    }

    private void setUpTable() {
        table.setName(texts.get("title"));
        table.setColumns(List.of(
                Column.<ConversationQuery.Row>of(
                                "name", texts.get("column.name"), row -> BidiText.isolated(person(row)))
                        .copying(ConversationsController::person)
                        .wide(160)
                        .growing(2),
                Column.<ConversationQuery.Row>of("id", texts.get("column.id"), row -> ShortId.of(row.id()))
                        .copying(ConversationQuery.Row::id)
                        .mono()
                        .wide(124),
                Moments.<ConversationQuery.Row>column(
                                "created", texts.get("column.created"), times, ConversationQuery.Row::createdAt, "")
                        .givingWay(1),
                Moments.<ConversationQuery.Row>column(
                                "last_accepted",
                                texts.get("column.last"),
                                times,
                                ConversationQuery.Row::lastAcceptedAt,
                                texts.get("never"))
                        .givingWay(3),
                Column.<ConversationQuery.Row>of("origin", texts.get("column.origin"), row -> StateLabels.of(
                                        row.origin(), row.unverified())
                                .word())
                        .muted()
                        .wide(112)
                        .folded(),
                Column.<ConversationQuery.Row>of("state", texts.get("column.state"), row -> StateLabels.of(row.state())
                                .word())
                        .showing(row -> StateChips.plain(StateLabels.of(row.state())))
                        .wide(122),
                Column.<ConversationQuery.Row>of("answer", texts.get("column.answer"), this::answer)
                        .wide(110)
                        .growing(1)
                        .unsorted()
                        .givingWay(2),
                Column.<ConversationQuery.Row>of(
                                "email", texts.get("column.email"), row -> row.email() == null ? "" : row.email())
                        .muted()
                        .wide(190)
                        .unsorted()
                        .folded(),
                Column.<ConversationQuery.Row>of("user", texts.get("column.user"), row -> ShortId.of(row.userId()))
                        .copying(ConversationQuery.Row::userId)
                        .mono()
                        .unsorted()
                        .folded()));
        table.setSelection(ConversationQuery.Row::key, model.selection(), true);
        table.setSort(List.of(new SortKey("name", true)));
        table.setOnSort(model::sort);
        table.setOnSelectAll(model::selectAll);
        table.setOnOpen(row -> {
            model.focus(row);
            root.setOpen(true);
        });
        table.setMenu(this::menu);
        table.setEmpty(this::empty);
        table.setFailed(e -> EmptyState.failed(texts.get("failed"), FailureTexts.words(e))
                .with(texts.get("again"), "refresh-cw", false, model::query));
        table.setRows(model.rows());
        subscriptions.onChange(table.focusedRowProperty(), row -> {
            if (row != null) {
                model.focus(row);
            }
        });
    }

    private static String person(ConversationQuery.Row row) {
        if (row.name() != null && !row.name().isBlank()) {
            return row.name();
        }
        return row.email() == null || row.email().isBlank() ? row.userId() : row.email();
    }

    private String answer(ConversationQuery.Row row) {
        if (row.lastStatus() == 0) {
            return row.lastCallAt() == null ? "\u2013" : texts.get("answer.none");
        }
        return row.lastCode() == null ? Integer.toString(row.lastStatus()) : row.lastStatus() + " " + row.lastCode();
    }

    private List<MenuItem> menu() {
        ConversationQuery.Row row = table.focusedRow();
        if (row == null) {
            return List.of();
        }
        MenuItem id = new MenuItem(texts.get("copy.id"), new Icon("copy"));
        id.setOnAction(e -> copied(List.of(row.id())));
        MenuItem write = new MenuItem(texts.get("announce.one"), new Icon("send"));
        write.setOnAction(e -> announcer.accept(Audience.ofUsers(Set.of(row.lastingId()))));
        return List.of(id, write);
    }

    private Node empty() {
        if (!search.getText().isBlank()) {
            return new EmptyState(
                            "search", texts.get("none.found", search.getText().strip()), texts.get("none.found.more"))
                    .with(texts.get("none.found.clear"), null, false, this::clearFilter);
        }
        if (Arrays.stream(ConversationState.values()).anyMatch(model::chosen)) {
            return new EmptyState("filter", texts.get("none.state"), texts.get("none.state.more"))
                    .with(texts.get("none.state.clear"), null, false, this::clearFilter);
        }
        return new EmptyState("message-square", texts.get("none"), texts.get("none.more"))
                .with(texts.get("none.announce"), "send", true, () -> announcer.accept(Audience.none()));
    }

    private void showSelection() {
        int count = model.selection().size();
        long shown = model.rows().countProperty().get();
        Controls.show(selectionBar, count > 0);
        selected.setText(model.selection().words());
        selected.setMinWidth(Region.USE_PREF_SIZE);
        selectAll.setText(texts.get("select.all", shown));
        Controls.show(selectAll, shown > count - model.selection().hidden());
        copy.setText(texts.get("copy.ids", count));
        copy.setMinWidth(Region.USE_PREF_SIZE);
        announce.setText(texts.get("announce.people", count));
        announce.setMinWidth(Region.USE_PREF_SIZE);
        export.setDisable(shown == 0);
    }

    private void showFailure(String words) {
        boolean shown = words != null && !model.rows().isEmpty();
        Controls.show(noticeBox, shown);
        if (!shown) {
            notice.clear();
            return;
        }
        notice.show(Tone.DANGER, "", words);
        notice.setClosable(true);
        notice.setOnClose(model::dismissFailure);
    }

    private void showDetails(ConversationQuery.Row row) {
        root.setFilled(row != null);
        detailsToggle.setDisable(row == null);
        if (row == null) {
            detailsScroll.setContent(null);
            return;
        }
        Label name = new Label(BidiText.isolated(person(row)));
        name.getStyleClass().add("r-section");
        name.setMinWidth(0);
        name.setTooltip(new Tooltip(person(row)));
        Label mail = new Label(row.email() == null ? "" : row.email());
        mail.getStyleClass().addAll("r-caption", "r-muted");
        Controls.show(mail, row.email() != null);
        VBox words = new VBox(name, mail);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button shut = new Button(null, new Icon("x", Icon.Size.NAV));
        Controls.iconOnly(shut, texts.get("details.close"));
        shut.setOnAction(e -> {
            root.setOpen(false);
            table.requestFocus();
        });
        HBox head = new HBox(words, shut);
        head.getStyleClass().add("r-conversation-head");
        head.setAlignment(Pos.CENTER_LEFT);

        DetailsPane pane = new DetailsPane();
        Label id = new Label(row.id());
        id.getStyleClass().addAll("r-mono", "r-inset");
        id.setWrapText(true);
        id.setMaxWidth(Double.MAX_VALUE);
        pane.section(texts.get("column.id"), new CopyButton(texts.get("column.id"), row::id))
                .node(id);
        StateLabel origin = StateLabels.of(row.origin(), row.unverified());
        DetailsPane.Section facts = pane.section(null, null)
                .id(texts.get("column.user"), ShortId.of(row.userId()), row::userId)
                .row(texts.get("column.origin"), origin.word(), origin.meaning());
        Moments.row(facts, texts.get("column.created"), times, row.createdAt(), "");
        facts.node(state(row));
        DetailsPane.Section last = pane.section(texts.get("details.last"), null);
        Moments.row(last, texts.get("column.last"), times, row.lastAcceptedAt(), texts.get("never"));
        Moments.row(last, texts.get("details.call"), times, row.lastCallAt(), "\u2013");
        last.row(texts.get("details.answer"), answer(row));
        detailsScroll.setContent(new VBox(head, pane, replies));
        showReplies(model.repliesProperty().get());
    }

    /** Nothing where replies are not kept and none are left. */
    private void showReplies(Replies now) {
        replies.clear();
        if (now == null || !now.kept() && now.newest().isEmpty()) {
            return;
        }
        DetailsPane.Section section = replies.section(texts.get("replies"), null);
        if (now.newest().isEmpty()) {
            Label none = new Label(texts.get("replies.none"));
            none.getStyleClass().addAll("r-caption", "r-muted");
            section.node(none);
        }
        for (Reply reply : now.newest()) {
            Label at = Moments.caption(times, reply.at());
            Label text = new Label(BidiText.isolated(reply.text()));
            text.getStyleClass().add("r-reply");
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            text.setMaxWidth(Double.MAX_VALUE);
            VBox line = new VBox(at, text);
            line.getStyleClass().add("r-reply-line");
            section.node(line);
        }
        if (!now.kept()) {
            Label ended = new Label(texts.get("replies.off"));
            ended.getStyleClass().addAll("r-caption", "r-muted");
            ended.setWrapText(true);
            ended.setMinHeight(Region.USE_PREF_SIZE);
            section.node(ended);
        }
    }

    /** What the conversation is good for: a chip, and what that means. */
    private Node state(ConversationQuery.Row row) {
        StateLabel state = StateLabels.of(row.state());
        Label meaning = new Label(
                row.state() == ConversationState.INACTIVE
                        ? texts.get("details.inactive", times.moment(row.inactiveAt()), state.meaning())
                        : state.meaning());
        meaning.getStyleClass().addAll("r-caption", "r-muted");
        meaning.setWrapText(true);
        VBox box = new VBox(StateChips.of(state), meaning);
        box.getStyleClass().add("r-told");
        return box;
    }

    @FXML
    void export() {
        if (model.rows().isEmpty()) {
            return;
        }
        saveFile.choose(
                texts.get("export.title"),
                EXPORT,
                file -> model.export(
                        file,
                        written -> news.accept(texts.get(
                                "exported", written, file.getFileName().toString()))));
    }

    @FXML
    void copySelected() {
        model.copySelected(this::copied);
    }

    private void copied(List<String> ids) {
        ClipboardText.copy(ids.stream().map(SheetCell::of).collect(Collectors.joining("\n")));
        news.accept(texts.get("copied", ids.size()));
    }

    /** Opens the composer for the selection. */
    @FXML
    void announce() {
        if (!model.selection().isEmpty()) {
            announcer.accept(model.audience());
        }
    }

    @FXML
    void toggleDetails() {
        root.toggle();
    }

    @FXML
    void selectAll() {
        model.selectAll();
    }

    @FXML
    void clearSelection() {
        model.selection().clear();
    }

    void focusSearch() {
        search.requestFocus();
    }

    List<Node> panes() {
        return root.sideShownProperty().get() ? List.of(search, table, sidePane) : List.of(search, table);
    }

    Node firstFocus() {
        return table;
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
