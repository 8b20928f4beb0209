package dev.rostrum.ui.conversations;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.SheetCell;
import dev.rostrum.domain.ShortId;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.SafeCsv;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.ui.conversations.ConversationsViewModel.Replies;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.table.FilterOption;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.table.SortKey;
import dev.rostrum.ui.table.TableAction;
import dev.rostrum.ui.table.TablePane;
import dev.rostrum.ui.widget.ClipboardText;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabel;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Binds the Conversations screen to its model. */
final class ConversationsController implements AutoCloseable {
    private static final String EXPORT = "conversations.csv";

    private final Texts texts = Texts.of(ConversationsController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ConversationsViewModel model;
    private final Times times;
    private final Consumer<String> news;
    private final DetailsPane replies = new DetailsPane();
    private final TablePane<ConversationQuery.Row, ConversationQuery.Filter, ConversationQuery.Key> pane;

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
        this.news = news;
        pane = new TablePane<>(model.table(), true);
        pane.root()
                .getStylesheets()
                .add(getClass().getResource("conversations.css").toExternalForm());
        pane.setTitle(texts.get("title"));
        pane.bindSubtitle(model.subtitleProperty());
        pane.setPrompt(texts.get("search.prompt"));
        pane.setColumns(columns(), List.of(new SortKey("name", true)));
        pane.setFilters(Arrays.stream(ConversationState.values())
                .map(ConversationsController::option)
                .toList());
        pane.setEmpty(() -> new EmptyState("message-square", texts.get("none"), texts.get("none.more"))
                .with(texts.get("none.announce"), "send", true, () -> announcer.accept(Audience.none())));
        pane.setExport(
                saveFile::choose,
                (file, header, rows) -> model.exported(file, SafeCsv.write(OutputFile.at(file, true), header, rows)),
                EXPORT);
        pane.selectionActions()
                .setAll(
                        TableAction.<RowSelection<ConversationQuery.Filter, ConversationQuery.Key>>of(
                                        "send",
                                        selection -> texts.get("announce.people", selection.size()),
                                        selection -> model.audience(announcer))
                                .when(selection -> !selection.isEmpty())
                                .key("Shortcut+ENTER")
                                .primary(),
                        TableAction.of(
                                "copy",
                                selection -> texts.get("copy.ids", selection.size()),
                                selection -> model.copySelected(this::copied)));
        pane.rowActions()
                .setAll(
                        TableAction.of("copy", row -> texts.get("copy.id"), row -> copied(List.of(row.id()))),
                        TableAction.of(
                                "send",
                                row -> texts.get("announce.one"),
                                row -> announcer.accept(Audience.ofUsers(Set.of(row.lastingId())))));
        subscriptions.observe(model.table().detailsProperty(), this::showDetails);
        subscriptions.onChange(model.repliesProperty(), this::showReplies);
    }

    /** A health: beside others that are chosen it adds its conversations; with none chosen all are shown. */
    private static FilterOption<ConversationQuery.Filter> option(ConversationState state) {
        StateLabel label = StateLabels.of(state);
        return FilterOption.pinned(
                label.word(),
                label.icon(),
                label.meaning(),
                filter -> filter.states().contains(state),
                (filter, on) -> {
                    Set<ConversationState> states = EnumSet.noneOf(ConversationState.class);
                    states.addAll(filter.states());
                    if (on) {
                        states.add(state);
                    } else {
                        states.remove(state);
                    }
                    return new ConversationQuery.Filter(filter.search(), states);
                });
    }

    private List<Column<ConversationQuery.Row>> columns() {
        return List.of(
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
                        .folded());
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

    private void showDetails(ConversationQuery.Row row) {
        if (row == null) {
            pane.showDetails(null);
            return;
        }
        Label name = new Label(BidiText.isolated(person(row)));
        name.getStyleClass().add("r-section");
        name.setMinWidth(0);
        name.setTooltip(new Tooltip(person(row)));
        Label mail = new Label(row.email() == null ? "" : row.email());
        mail.getStyleClass().addAll("r-caption", "r-muted");
        Controls.show(mail, row.email() != null);
        DetailsPane facts = new DetailsPane();
        Label id = new Label(row.id());
        id.getStyleClass().addAll("r-mono", "r-inset");
        id.setWrapText(true);
        id.setMaxWidth(Double.MAX_VALUE);
        facts.section(texts.get("column.id"), new CopyButton(texts.get("column.id"), row::id))
                .node(id);
        StateLabel origin = StateLabels.of(row.origin(), row.unverified());
        DetailsPane.Section ids = facts.section(null, null)
                .id(texts.get("column.user"), ShortId.of(row.userId()), row::userId)
                .row(texts.get("column.origin"), origin.word(), origin.meaning());
        Moments.row(ids, texts.get("column.created"), times, row.createdAt(), "");
        ids.node(state(row));
        DetailsPane.Section last = facts.section(texts.get("details.last"), null);
        Moments.row(last, texts.get("column.last"), times, row.lastAcceptedAt(), texts.get("never"));
        Moments.row(last, texts.get("details.call"), times, row.lastCallAt(), "\u2013");
        last.row(texts.get("details.answer"), answer(row));
        pane.showDetails(new VBox(pane.detailsHead(name, mail), facts, replies));
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

    private void copied(List<String> ids) {
        ClipboardText.copy(ids.stream().map(SheetCell::of).collect(Collectors.joining("\n")));
        news.accept(texts.get("copied", ids.size()));
    }

    TablePane<ConversationQuery.Row, ConversationQuery.Filter, ConversationQuery.Key> pane() {
        return pane;
    }

    @Override
    public void close() {
        subscriptions.close();
        pane.close();
    }
}
