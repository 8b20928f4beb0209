package dev.rostrum.ui.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.PagedTable;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.FirstPane;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.widget.SideLayout;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Binds the People screen to its model. */
final class PeopleController implements AutoCloseable {

    private final Texts texts = Texts.of(PeopleController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final PeopleViewModel model;
    private final Times times;
    private final Consumer<Audience> announcer;
    private final Runnable adding;
    private final ContactQuestions contact;

    @FXML
    private SplitPane root;

    @FXML
    private ListView<TeamLine> teams;

    @FXML
    private Button syncAll;

    @FXML
    private Button add;

    @FXML
    private SideLayout side;

    @FXML
    private StackPane sidePane;

    @FXML
    private ScrollPane detailsScroll;

    @FXML
    private Label title;

    @FXML
    private Label subtitle;

    @FXML
    private Button sync;

    @FXML
    private Button announceTeam;

    @FXML
    private Button detailsToggle;

    @FXML
    private SearchField search;

    @FXML
    private VBox noticeBox;

    @FXML
    private NoticeBar notice;

    @FXML
    private PagedTable<UserQuery.Row, String> table;

    @FXML
    private HBox selectionBar;

    @FXML
    private Label selected;

    @FXML
    private Hyperlink selectAll;

    @FXML
    private Button announce;

    private final DoubleProperty teamsWidth;
    private boolean selecting;

    /**
     * @param announcer opens the composer for an audience
     * @param adding opens the dialog for adding teams
     * @param dialogs of the window
     * @param teamsWidth how wide the teams are, in em
     */
    PeopleController(
            PeopleViewModel model,
            Times times,
            Consumer<Audience> announcer,
            Runnable adding,
            DialogLayer dialogs,
            DoubleProperty teamsWidth) {
        this.model = model;
        this.times = times;
        this.announcer = announcer;
        this.adding = adding;
        this.contact = new ContactQuestions(model, dialogs);
        this.teamsWidth = teamsWidth;
    }

    @FXML
    void initialize() {
        setUpTeams();
        setUpTable();
        setUpHeader();
        setUpDetails();
        subscriptions.observe(model.noticeProperty(), this::showNotice);
        subscriptions.observe(model.selection().changesProperty(), changes -> showSelection());
        subscriptions.onChange(model.people().countProperty(), count -> showSelection());
        new FirstPane(root, title, teamsWidth, subscriptions);
    }

    // ---------------------------------------------------------------- teams

    private void setUpTeams() {
        Controls.iconOnly(syncAll, texts.get("sync.all.tip"));
        Controls.iconOnly(add, texts.get("add.tip"));
        teams.setAccessibleText(texts.get("teams.name"));
        teams.setCellFactory(view -> new TeamCell(
                times,
                line -> {
                    model.teams().select(line.id());
                    model.teams().syncSelected();
                },
                this::cancel));
        teams.setItems(model.teams().lines());
        subscriptions.onChange(model.teams().lines(), this::showTeam);
        subscriptions.observe(model.teams().selectedProperty(), line -> showTeam());
        subscriptions.onChange(teams.getSelectionModel().selectedItemProperty(), line -> {
            if (!selecting && line != null) {
                model.teams().select(line.id());
            }
        });
        boolean act = model.canAct();
        syncAll.setDisable(!act);
        add.setDisable(!act);
    }

    private void cancel(TeamLine line) {
        if (line.isEveryone()) {
            model.teams().cancelAll();
        } else {
            model.teams().cancel(line.id());
        }
    }

    private void showTeam() {
        TeamLine line = model.teams().selectedProperty().get();
        selecting = true;
        try {
            for (int i = 0; i < teams.getItems().size(); i++) {
                if (Objects.equals(teams.getItems().get(i).id(), line.id())
                        && teams.getSelectionModel().getSelectedIndex() != i) {
                    teams.getSelectionModel().clearAndSelect(i);
                }
            }
        } finally {
            selecting = false;
        }
        sync.setText(texts.get(line.isEveryone() ? "sync.all" : "sync"));
        sync.setTooltip(new Tooltip(texts.get(line.isEveryone() ? "sync.all.tip" : "sync.tip")));
        sync.setDisable(!model.canAct() || line.busy() || model.teams().lines().size() < 2);
        showSelection();
        table.setEmpty(this::empty);
    }

    // ---------------------------------------------------------------- table

    private void setUpTable() {
        table.setName(texts.get("people.name"));
        table.setColumns(List.of(
                Column.<UserQuery.Row>of("name", texts.get("column.name"), this::spokenName)
                        .copying(PeopleController::label)
                        .showing(this::nameCell)
                        .wide(132)
                        .growing(2),
                Column.<UserQuery.Row>of("email", texts.get("column.email"), row -> text(row.email()))
                        .muted()
                        .wide(160)
                        .growing(3)
                        .givingWay(4),
                Column.<UserQuery.Row>of("kind", texts.get("column.kind"), row -> kind(row)
                                .word())
                        .showing(PeopleController::kindCell)
                        .wide(104)
                        .givingWay(3),
                Column.<UserQuery.Row>of("conversation", texts.get("column.conversation"), this::conversation)
                        .copying(row -> text(row.conversationId()))
                        .showing(this::conversationCell)
                        .wide(116)
                        .givingWay(1),
                Moments.<UserQuery.Row>column(
                                "last_accepted",
                                texts.get("column.last"),
                                times,
                                UserQuery.Row::lastAcceptedAt,
                                texts.get("never"))
                        .givingWay(2),
                Column.<UserQuery.Row>of("upn", texts.get("column.upn"), row -> text(row.userPrincipalName()))
                        .muted()
                        .wide(190)
                        .unsorted()
                        .folded(),
                Column.<UserQuery.Row>of("object", texts.get("column.object"), row -> ShortId.of(row.objectId()))
                        .copying(row -> text(row.objectId()))
                        .mono()
                        .unsorted()
                        .folded(),
                Column.<UserQuery.Row>of("id", texts.get("column.id"), row -> ShortId.of(row.id()))
                        .copying(UserQuery.Row::id)
                        .mono()
                        .unsorted()
                        .folded(),
                Column.<UserQuery.Row>of("teams", texts.get("column.teams"), row -> Counts.of(row.teams()))
                        .number()
                        .wide(72)
                        .unsorted()
                        .folded()));
        table.setSelection(UserQuery.Row::lastingId, model.selection(), true);
        table.setSort(List.of(new SortKey("name", true)));
        table.setOnSort(model::sort);
        table.setOnSelectAll(model::selectAll);
        table.setOnOpen(row -> {
            model.focus(row.lastingId());
            side.setOpen(true);
        });
        table.setMenu(this::menu);
        table.setEmpty(this::empty);
        table.setFailed(e -> EmptyState.failed(texts.get("failed"), FailureTexts.words(e))
                .with(texts.get("again"), "refresh-cw", false, model::query));
        table.setRows(model.people());
        subscriptions.onChange(table.focusedRowProperty(), row -> {
            if (row != null) {
                model.focus(row.lastingId());
            }
        });
    }

    private String spokenName(UserQuery.Row row) {
        String name = BidiText.isolated(label(row));
        return keptOut(row) ? texts.get("contact.mark", name) : name;
    }

    private static boolean keptOut(UserQuery.Row row) {
        return row.doNotContact() != null || row.blockedSince() != null;
    }

    /** A mark behind the name of whom nothing is sent to; nothing where a plain text will do. */
    private Node nameCell(UserQuery.Row row) {
        if (!keptOut(row)) {
            return null;
        }
        Label name = new Label(BidiText.isolated(label(row)));
        name.setMinWidth(0);
        Icon mark = Icon.of("bell-off", Icon.Size.CHIP, "r-muted");
        Tooltip.install(mark, new Tooltip(why(row)));
        HBox cell = new HBox(6, name, mark);
        cell.setAlignment(Pos.CENTER_LEFT);
        return cell;
    }

    private String why(UserQuery.Row row) {
        OptOut optOut = row.doNotContact();
        return optOut == null
                ? texts.get("contact.mark.blocked", times.moment(row.blockedSince()))
                : texts.get(
                        optOut.asker() == OptOut.Asker.PERSON ? "contact.mark.asked" : "contact.mark.kept",
                        times.moment(optOut.at()));
    }

    private static String label(UserQuery.Row row) {
        for (String candidate : new String[] {row.name(), row.email(), row.userPrincipalName()}) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return row.id();
    }

    /** That somebody is unverified matters more than what kind of account a file says they have. */
    private static StateLabel kind(UserQuery.Row row) {
        return row.unverified() ? StateLabels.unverified() : StateLabels.of(row.kind());
    }

    private static Node kindCell(UserQuery.Row row) {
        if (row.unverified()) {
            return StateChips.plain(kind(row));
        }
        Label label = new Label(kind(row).word());
        label.getStyleClass().add("r-muted");
        return label;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private String conversation(UserQuery.Row row) {
        return row.conversationId() == null ? texts.get("none.yet") : ShortId.of(row.conversationId());
    }

    private Node conversationCell(UserQuery.Row row) {
        Label label = new Label(conversation(row));
        if (row.conversationId() == null) {
            label.getStyleClass().add("r-muted");
        } else {
            label.getStyleClass().add("r-mono");
        }
        return label;
    }

    private List<MenuItem> menu() {
        UserQuery.Row row = table.focusedRow();
        if (row == null) {
            return List.of();
        }
        MenuItem write = new MenuItem(texts.get("announce.one"), new Icon("send"));
        write.setOnAction(e -> announcer.accept(Audience.ofUsers(Set.of(row.lastingId()))));
        List<MenuItem> items = new ArrayList<>(List.of(write));
        if (model.canAct()) {
            ContactQuestions.Person person = ContactQuestions.Person.of(row, label(row));
            items.addAll(contact.items(person));
            if (!person.keptOut() && row.teams() == 0 && row.lastAcceptedAt() == null) {
                MenuItem forget = new MenuItem(texts.get("forget"), new Icon("user-x"));
                forget.setOnAction(e -> contact.forget(row, label(row)));
                items.add(forget);
            }
        }
        return items;
    }

    private Node empty() {
        TeamLine team = model.teams().selectedProperty().get();
        if (!search.getText().isBlank()) {
            return new EmptyState("search", texts.get("nobody", search.getText().strip()), texts.get("nobody.more"))
                    .with(texts.get("nobody.clear"), null, false, model::clearSearch);
        }
        if (!model.teams().loadedProperty().get()) {
            return new Region();
        }
        boolean act = model.canAct() && !team.busy();
        if (team.isEveryone() && model.teams().lines().size() < 2) {
            EmptyState none = new EmptyState("users", texts.get("empty.people"), texts.get("empty.people.more"));
            return act ? none.with(texts.get("add"), "plus", true, adding) : none;
        }
        EmptyState state = team.isEveryone()
                ? new EmptyState("users", texts.get("empty.teams"), texts.get("empty.teams.more"))
                : team.syncedAt() == null
                        ? new EmptyState("users", texts.get("empty.team"), texts.get("empty.team.more"))
                        : new EmptyState("users", texts.get("empty.roster"), texts.get("empty.roster.more"));
        return act
                ? state.with(
                        texts.get(team.isEveryone() ? "sync.all" : "sync"),
                        "refresh-cw",
                        true,
                        model.teams()::syncSelected)
                : state;
    }

    // ---------------------------------------------------------------- header and selection

    private void setUpHeader() {
        subscriptions.observe(model.titleProperty(), words -> title.setText(BidiText.isolated(words)));
        subscriptions.observe(model.subtitleProperty(), subtitle::setText);
        title.setMinWidth(60);
        subtitle.setMinWidth(0);
        sync.setMinWidth(Region.USE_PREF_SIZE);
        announceTeam.setMinWidth(Region.USE_PREF_SIZE);
        announceTeam.getStyleClass().add("accent");
        announce.setMinWidth(Region.USE_PREF_SIZE);
        selected.setMinWidth(Region.USE_PREF_SIZE);
        selectAll.getStyleClass().add("r-link");
        Controls.iconOnly(detailsToggle, texts.get("details.tip"));
        subscriptions.bindBoth(search.textProperty(), model.searchProperty());
        search.setOnSearch(model::query);
        search.setMaxWidth(420);
        search.onDown(table::enter);
    }

    private void showSelection() {
        int count = model.selection().size();
        long shown = model.people().countProperty().get();
        Controls.show(selectionBar, count > 0);
        selected.setText(model.selection().words());
        selectAll.setText(texts.get("select.all", shown));
        Controls.show(selectAll, shown > count - model.selection().hidden());
        announce.setText(texts.get("announce.people", count));
        TeamLine team = model.teams().selectedProperty().get();
        boolean offered = count == 0 && !team.isEveryone() && team.people() > 0;
        Controls.show(announceTeam, offered);
    }

    private void showNotice(PeopleViewModel.PeopleNotice now) {
        Controls.show(noticeBox, now != null);
        if (now == null) {
            notice.clear();
            return;
        }
        switch (now.kind()) {
            case FAILED -> {
                notice.show(Tone.DANGER, "", now.text());
                notice.setButton(texts.get("again"), this::refresh);
            }
            case TROUBLE -> {
                notice.show(Tone.WARNING, "", now.text());
                OptionalInt smaller = model.smaller();
                if (model.canAct() && smaller.isPresent()) {
                    notice.setButton(texts.get("sync.smaller", smaller.getAsInt()), model::takeSmaller);
                } else if (model.canAct()) {
                    notice.setButton(texts.get("again"), model.teams()::syncSelected);
                }
            }
            case READ_ONLY -> {
                notice.show(Tone.NEUTRAL, "", now.text());
                notice.setIcon("lock");
            }
            case NEWS -> notice.show(Tone.ACCENT, "", now.text());
        }
        notice.setClosable(now.kind() != PeopleViewModel.PeopleNotice.Kind.TROUBLE);
        notice.setOnClose(model::dismissNotice);
    }

    private void refresh() {
        model.dismissNotice();
        model.refresh();
    }

    // ---------------------------------------------------------------- details

    private void setUpDetails() {
        subscriptions.observe(model.detailsProperty(), this::showDetails);
        subscriptions.observe(side.narrowProperty(), narrow -> Controls.show(detailsToggle, narrow));
    }

    private void showDetails(UserQuery.Details details) {
        side.setFilled(details != null);
        detailsToggle.setDisable(details == null);
        if (details == null) {
            detailsScroll.setContent(null);
            return;
        }
        double at = detailsScroll.getVvalue();
        detailsScroll.setContent(new PersonDetails(
                details,
                times,
                () -> announcer.accept(Audience.ofUsers(Set.of(details.user().lastingId()))),
                model.canAct() ? model::makeMe : null,
                model.canAct() ? contact : null,
                () -> {
                    side.setOpen(false);
                    table.requestFocus();
                }));
        detailsScroll.setVvalue(at);
    }

    // ---------------------------------------------------------------- commands

    @FXML
    void syncAll() {
        model.teams()
                .sync(model.teams().lines().stream()
                        .filter(line -> !line.isEveryone())
                        .map(TeamLine::id)
                        .toList());
    }

    @FXML
    void addTeams() {
        adding.run();
    }

    /** F5: the shown team, or all. */
    @FXML
    void sync() {
        if (model.canAct()) {
            model.teams().syncSelected();
        } else {
            model.refresh();
        }
    }

    /** Opens the composer for the selection, or for the shown team. */
    @FXML
    void announce() {
        Audience audience = model.audience();
        if (audience != null) {
            announcer.accept(audience);
        }
    }

    /** Shows this person in detail, by the lasting id. */
    void showPerson(String id) {
        model.focus(id);
        side.setOpen(true);
    }

    @FXML
    void toggleDetails() {
        side.toggle();
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
        return side.sideShownProperty().get() ? List.of(teams, search, table, sidePane) : List.of(teams, search, table);
    }

    Node firstFocus() {
        return table;
    }

    @Override
    public void close() {
        subscriptions.close();
        teams.setItems(null);
    }
}
