package dev.rostrum.ui.people;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.ShortId;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.ColumnState;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableAction;
import dev.rostrum.ui.table.TableNotice;
import dev.rostrum.ui.table.TablePane;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.FirstPane;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.collections.ObservableMap;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Binds the People screen to its model. */
final class PeopleController implements AutoCloseable {
    private static final String EXPORT = "people.csv";

    private final Texts texts = Texts.of(PeopleController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final PeopleViewModel model;
    private final Times times;
    private final Clock clock;
    private final Consumer<Audience> announcer;
    private final Runnable adding;
    private final ContactQuestions contact;
    private final EraseQuestions erasing;

    @FXML
    private SplitPane root;

    @FXML
    private ListView<TeamLine> teams;

    @FXML
    private Button syncAll;

    @FXML
    private Button add;

    private final Button sync = new Button(null, new Icon("refresh-cw"));
    private final Button announceTeam = new Button(null, new Icon("send"));
    private final TablePane<UserQuery.Row, PeopleFilter, String> pane;
    private final DoubleProperty teamsWidth;
    private final ObservableMap<String, List<ColumnState>> columns;
    private final ListsPane lists;
    private boolean selecting;

    /**
     * @param announcer opens the composer for an audience
     * @param adding opens the dialog for adding teams
     * @param dialogs of the window
     * @param columns of the tables, as the admin has them
     * @param teamsWidth how wide the teams are, in em
     */
    PeopleController(
            PeopleViewModel model,
            Clock clock,
            Consumer<Audience> announcer,
            Runnable adding,
            DialogLayer dialogs,
            SaveFile saveFile,
            ObservableMap<String, List<ColumnState>> columns,
            DoubleProperty teamsWidth) {
        this.model = model;
        this.clock = clock;
        this.times = new Times(clock);
        this.announcer = announcer;
        this.adding = adding;
        this.contact = new ContactQuestions(model, dialogs);
        this.erasing = new EraseQuestions(model.erasing(), dialogs, saveFile, model::erased);
        this.teamsWidth = teamsWidth;
        this.columns = columns;
        this.lists = new ListsPane(model.lists(), dialogs, announcer, model.canAct());
        this.pane = new TablePane<>(model.table(), true);
        pane.setExport(
                saveFile::choose,
                (file, header, rows) -> model.exported(file, SafeCsv.write(OutputFile.at(file, true), header, rows)),
                EXPORT);
    }

    @FXML
    void initialize() {
        root.getItems().add(pane.root());
        setUpTable();
        setUpHeader();
        setUpActions();
        setUpTeams();
        ((VBox) root.getItems().get(0)).getChildren().add(lists);
        subscriptions.observe(model.detailsProperty(), this::showDetails);
        subscriptions.observe(model.noticeProperty(), now -> pane.showNotice());
        subscriptions.observe(model.table().selection().changesProperty(), changes -> showSelection());
        new FirstPane(root, pane.title(), teamsWidth, subscriptions);
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
        subscriptions.onChange(model.lists().selectedProperty(), list -> showTeam());
        subscriptions.onChange(teams.getSelectionModel().selectedItemProperty(), line -> {
            if (!selecting && line != null) {
                model.lists().select(null);
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
        boolean listed = model.lists().selectedProperty().get() != null;
        try {
            if (listed) {
                teams.getSelectionModel().clearSelection();
            }
            for (int i = 0; !listed && i < teams.getItems().size(); i++) {
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
        pane.setEmpty(this::empty);
    }

    // ---------------------------------------------------------------- table

    private void setUpTable() {
        pane.setPrompt(texts.get("search.prompt"));
        pane.setColumns(
                List.of(
                        Column.<UserQuery.Row>of("name", texts.get("column.name"), this::spokenName)
                                .copying(ContactQuestions::label)
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
                        Column.<UserQuery.Row>of(
                                        "object", texts.get("column.object"), row -> ShortId.of(row.objectId()))
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
                                .folded()),
                List.of(new SortKey("name", true)));
        pane.setEmpty(this::empty);
        pane.remember(columns, "people");
        pane.setFilters(PeopleFilters.of(times, clock));
        pane.setNotices(this::notice);
    }

    private String spokenName(UserQuery.Row row) {
        String name = BidiText.isolated(ContactQuestions.label(row));
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
        Label name = new Label(BidiText.isolated(ContactQuestions.label(row)));
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

    /** What can be done with those selected, or with one of them. */
    private void setUpActions() {
        pane.selectionActions()
                .add(TableAction.<RowSelection<PeopleFilter, String>>of(
                                "send",
                                selection -> selection.isEmpty()
                                        ? texts.get("key.announce")
                                        : texts.get("announce.people", selection.size()),
                                selection -> announce())
                        .key("Shortcut+ENTER")
                        .primary());
        if (model.canAct()) {
            pane.selectionActions()
                    .add(TableAction.<RowSelection<PeopleFilter, String>>of(
                                    "list",
                                    selection -> texts.get("list.make"),
                                    selection -> model.audience(
                                            people -> lists.make(people, texts.get("list.make.of", selection.size()))))
                            .when(selection -> !selection.isEmpty()));
        }
        pane.rowActions()
                .add(TableAction.of(
                        "send",
                        row -> texts.get("announce.one"),
                        row -> announcer.accept(Audience.ofUsers(Set.of(row.lastingId())))));
        if (model.canAct()) {
            pane.rowActions().addAll(contact.actions());
            pane.rowActions().addAll(erasing.actions());
        }
    }

    private Node empty() {
        if (model.lists().selectedProperty().get() != null) {
            return new EmptyState("list", texts.get("empty.list"), texts.get("empty.list.more"));
        }
        TeamLine team = model.teams().selectedProperty().get();
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
        subscriptions.observe(model.titleProperty(), words -> pane.setTitle(BidiText.isolated(words)));
        pane.bindSubtitle(model.subtitleProperty());
        sync.setId("sync");
        sync.setOnAction(e -> sync());
        announceTeam.setId("announceTeam");
        announceTeam.setText(texts.get("announce.team"));
        announceTeam.setOnAction(e -> announce());
        announceTeam.getStyleClass().add("accent");
        pane.header().addAll(sync, announceTeam);
        pane.setRefresh(texts.get("key.sync"), this::sync);
    }

    private void showSelection() {
        TeamLine team = model.teams().selectedProperty().get();
        SavedList list = model.lists().selectedProperty().get();
        boolean some = list == null ? !team.isEveryone() && team.people() > 0 : list.people() > 0;
        boolean offered = model.table().selection().isEmpty() && some;
        announceTeam.setText(texts.get(list == null ? "announce.team" : "list.announce"));
        Controls.show(announceTeam, offered);
    }

    private TableNotice notice() {
        PeopleViewModel.PeopleNotice now = model.noticeProperty().get();
        if (now == null) {
            return null;
        }
        TableNotice shown =
                switch (now.kind()) {
                    case FAILED -> TableNotice.of(Tone.DANGER, now.text()).with(texts.get("again"), this::refresh);
                    case TROUBLE -> {
                        TableNotice trouble = TableNotice.of(Tone.WARNING, now.text());
                        OptionalInt smaller = model.smaller();
                        yield !model.canAct()
                                ? trouble
                                : smaller.isPresent()
                                        ? trouble.with(
                                                texts.get("sync.smaller", smaller.getAsInt()), model::takeSmaller)
                                        : trouble.with(texts.get("again"), model.teams()::syncSelected);
                    }
                    case READ_ONLY -> TableNotice.of(Tone.NEUTRAL, now.text()).icon("lock");
                    case NEWS -> TableNotice.of(Tone.ACCENT, now.text());
                };
        return now.kind() == PeopleViewModel.PeopleNotice.Kind.TROUBLE ? shown : shown.closable(model::dismissNotice);
    }

    private void refresh() {
        model.dismissNotice();
        model.refresh();
    }

    private void showDetails(UserQuery.Details details) {
        pane.showDetails(
                details == null
                        ? null
                        : new PersonDetails(
                                details,
                                times,
                                () -> announcer.accept(
                                        Audience.ofUsers(Set.of(details.user().lastingId()))),
                                model.canAct() ? model::makeMe : null,
                                model.canAct() ? contact : null,
                                erasing,
                                pane::closeDetails));
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
    void sync() {
        if (model.canAct()) {
            model.teams().syncSelected();
        } else {
            model.refresh();
        }
    }

    /** Opens the composer for the selection, or for the shown team. */
    void announce() {
        model.audience(announcer);
    }

    /** Shows this person in detail, by the lasting id. */
    void showPerson(String id) {
        model.show(id);
        pane.openDetails();
    }

    TablePane<UserQuery.Row, PeopleFilter, String> pane() {
        return pane;
    }

    List<Node> panes() {
        List<Node> all = new ArrayList<>(pane.panes());
        all.add(0, lists.pane());
        all.add(0, teams);
        return all;
    }

    @Override
    public void close() {
        subscriptions.close();
        pane.close();
        lists.close();
        teams.setItems(null);
    }
}
