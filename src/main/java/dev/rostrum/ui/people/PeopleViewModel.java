package dev.rostrum.ui.people;

import dev.rostrum.announce.DoNotContact;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.Ticker;
import dev.rostrum.records.Exports;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.TakingBack;
import dev.rostrum.ui.table.RowRule;
import dev.rostrum.ui.table.RowSelection;
import dev.rostrum.ui.table.TableViewModel;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** The people of a team or of all teams: search, order, selection, and one of them in detail. */
final class PeopleViewModel implements AutoCloseable {
    /** What stands above the table; the worst of all there is to say. */
    record PeopleNotice(Kind kind, String text) {
        enum Kind {
            /** Reading the data file failed; what was read stays. */
            FAILED,
            /** The selected team could not be read. */
            TROUBLE,
            /** Another program writes to the data file. */
            READ_ONLY,
            /** A sync has ended. */
            NEWS
        }
    }

    /** People of a selection by rule who are named one by one; of more the rule is taken. */
    private static final int NAMED = 1_000;

    private final Texts texts = Texts.of(PeopleViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final TeamsViewModel teams;
    private final ListsViewModel lists;
    private final Subscriptions subscriptions = new Subscriptions();
    private boolean closed;
    private final LatestTask detailReads = new LatestTask();
    private final TableViewModel<UserQuery.Row, PeopleFilter, String> table;
    private final ReadOnlyObjectWrapper<UserQuery.Details> details = new ReadOnlyObjectWrapper<>(this, "details");
    private final ReadOnlyObjectWrapper<PeopleNotice> notice = new ReadOnlyObjectWrapper<>(this, "notice");
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title", "");
    private final ReadOnlyStringWrapper subtitle = new ReadOnlyStringWrapper(this, "subtitle", "");
    private boolean readOnlyDismissed;

    /**
     * @param fx where progress is told
     */
    PeopleViewModel(Workspace workspace, Tasks tasks, Executor fx, Delay delay, Ticker ticker) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.table = new TableViewModel<>(
                new People(workspace.views().users()), PeopleFilter.ALL, tasks, FailureTexts::words);
        this.teams = new TeamsViewModel(workspace, tasks, fx, delay, ticker);
        this.lists = new ListsViewModel(workspace, tasks, table::failed);
        subscriptions.onChange(teams.selectedProperty(), now -> teamMoved());
        subscriptions.onChange(lists.selectedProperty(), now -> listMoved());
        subscriptions.onChange(teams.rostersProperty(), now -> rosterChanged());
        subscriptions.onChange(teams.news(), this::notices);
        subscriptions.onChange(teams.failureProperty(), now -> notices());
        subscriptions.onChange(table.rows().answersProperty(), now -> headline());
        subscriptions.onChange(table.detailsProperty(), this::read);
        headline();
        notices();
    }

    /** Reads what may have changed while the screen was out of view. */
    void refresh() {
        teams.refresh();
        lists.refresh();
        table.refresh();
        reread();
    }

    private void teamMoved() {
        PeopleFilter shown = table.filterProperty().get();
        String id = teams.selectedProperty().get().id();
        if (!Objects.equals(shown.teamId(), id)) {
            // Who was in detail may be of another team.
            table.focus(null);
            show(null);
            table.setWhole(PeopleFilter.of(id, ""));
            table.filterProperty().set(shown.inTeam(id));
        }
        headline();
        notices();
    }

    /** The people of a list are shown in the place of a team's. */
    private void listMoved() {
        SavedList list = lists.selectedProperty().get();
        Long id = list == null ? null : Long.valueOf(list.id());
        if (id != null) {
            teams.select(null);
        }
        PeopleFilter shown = table.filterProperty().get();
        if (!Objects.equals(shown.listId(), id)) {
            table.focus(null);
            show(null);
            table.setWhole(PeopleFilter.of(shown.teamId(), "").inList(id));
            table.filterProperty().set(shown.inList(id));
        }
        headline();
        notices();
    }

    private void rosterChanged() {
        if (table.asked() != null) {
            table.rows().refresh();
            reread();
        }
    }

    private void reread() {
        if (details.get() != null) {
            show(details.get().user().lastingId());
        }
    }

    private void read(UserQuery.Row row) {
        show(row == null ? null : row.lastingId());
    }

    /** Shows this person in detail, whoever is listed; null: nobody. */
    void show(String id) {
        if (id == null) {
            detailReads.drop();
            details.set(null);
            return;
        }
        tasks.read(() -> workspace.views().users().details(id))
                .onOk(found -> details.set(found.orElse(null)))
                .onFail(table::failed)
                .startIn(detailReads);
    }

    /** Makes the person in detail "me", to whom test messages go. */
    void makeMe() {
        UserQuery.Details shown = details.get();
        if (shown == null) {
            return;
        }
        String userId = shown.user().lastingId();
        tasks.control(() -> {
                    workspace.act().setMe(userId);
                    return userId;
                })
                .onOk(me -> reread())
                .onFail(table::failed)
                .start();
    }

    /**
     * Keeps this person out: nothing is sent to them from now on.
     *
     * @param person the lasting id
     * @param done given what takes it back, when it is so
     */
    void keepOut(String person, OptOut.Asker asker, Consumer<TakingBack> done) {
        contact(person, act -> act.set(person, asker, null), done);
    }

    /**
     * May be written to again, also where they had blocked the bot.
     *
     * @param person the lasting id
     * @param note why; needed where they had asked for it themselves
     * @param done given what takes it back, when it is so
     */
    void letIn(String person, String note, Consumer<TakingBack> done) {
        contact(person, act -> act.letIn(person, note).orElseThrow(() -> Problem.failed("optOut.nothing")), done);
    }

    /** Exports and erases people. */
    EraseViewModel erasing() {
        return new EraseViewModel(workspace, tasks, table::failed);
    }

    /** Shows what is left after somebody was erased. */
    void erased(String gone) {
        table.selection().set(gone, false);
        teams.refresh();
        table.rows().refresh();
        table.focus(null);
    }

    /** Notes that rows of people were written to a file. @return how many */
    long exported(Path file, long rows) {
        return workspace.views().exports().noted(Exports.Kind.PEOPLE, file, rows);
    }

    private void contact(String userId, Function<DoNotContact, DoNotContact.Undo> change, Consumer<TakingBack> done) {
        tasks.control(() -> change.apply(workspace.act().doNotContact()))
                .onOk(undo -> {
                    contactChanged(userId);
                    done.accept(TakingBack.by(tasks, undo::putBack, () -> contactChanged(userId)));
                })
                .onFail(table::failed)
                .start();
    }

    private void contactChanged(String userId) {
        if (closed) {
            return;
        }
        table.rows().refresh();
        UserQuery.Details shown = details.get();
        if (shown != null && userId.equals(shown.user().lastingId())) {
            reread();
        }
    }

    /**
     * Those selected, or the shown team where nobody is selected. A few are named one by one; many stay the rule that they were chosen by.
     *
     * @param ok told the audience, or nothing where that is nobody
     */
    void audience(Consumer<Audience> ok) {
        RowSelection<PeopleFilter, String> selection = table.selection();
        TeamLine team = teams.selectedProperty().get();
        SavedList list = lists.selectedProperty().get();
        if (selection.isEmpty()) {
            if (list != null) {
                ok.accept(Audience.ofLists(Set.of(list.id())));
            } else if (!team.isEveryone()) {
                ok.accept(Audience.ofTeams(Set.of(team.id())));
            }
        } else if (selection.rule().all() == null) {
            ok.accept(Audience.ofUsers(selection.rule().also()));
        } else if (selection.size() <= NAMED) {
            table.readSelected(
                    UserQuery.Row::lastingId, people -> ok.accept(Audience.ofUsers(new LinkedHashSet<>(people))));
        } else {
            RowRule<PeopleFilter, String> rule = selection.rule();
            ok.accept(new Audience(
                    Set.of(), rule.also(), rule.except(), Set.of(), Set.of(rule.all()), Set.of(), Set.of()));
        }
    }

    /** A model for adding teams; new ones are synced at once. */
    AddTeamsViewModel adding() {
        List<String> known = teams.lines().stream()
                .filter(line -> !line.isEveryone())
                .map(TeamLine::id)
                .toList();
        return new AddTeamsViewModel(workspace, tasks, known, fresh -> {
            teams.refresh();
            teams.sync(fresh);
        });
    }

    /** How many people the selected team's roster had that was not taken because it is smaller than it should be. */
    OptionalInt smaller() {
        return RosterSync.smaller(teams.selectedProperty().get().trouble());
    }

    /** Takes the selected team's roster though it is smaller than it should be. */
    void takeSmaller() {
        smaller()
                .ifPresent(people ->
                        teams.syncAgreeing(teams.selectedProperty().get().id(), people));
    }

    void dismissNotice() {
        PeopleNotice shown = notice.get();
        if (shown == null) {
            return;
        }
        switch (shown.kind()) {
            case FAILED -> teams.dismissFailure();
            case READ_ONLY -> readOnlyDismissed = true;
            case NEWS -> teams.dismissNews();
            case TROUBLE -> {}
        }
        notices();
    }

    private void notices() {
        TeamLine team = teams.selectedProperty().get();
        if (team.trouble() != null && !team.busy()) {
            notice.set(new PeopleNotice(PeopleNotice.Kind.TROUBLE, Sentences.whole(team.trouble())));
        } else if (teams.failureProperty().get() != null) {
            notice.set(new PeopleNotice(
                    PeopleNotice.Kind.FAILED, teams.failureProperty().get()));
        } else if (!canAct() && !readOnlyDismissed) {
            notice.set(new PeopleNotice(PeopleNotice.Kind.READ_ONLY, Sentences.whole(workspace.readOnlyBecause())));
        } else if (!teams.news().isEmpty()) {
            notice.set(new PeopleNotice(PeopleNotice.Kind.NEWS, words(teams.news())));
        } else {
            notice.set(null);
        }
    }

    /** Of several syncs the sums: one line says what matters of all of them. */
    private String words(List<RosterSync.Result> news) {
        List<String> words = new ArrayList<>();
        words.add(
                news.size() == 1
                        ? roster(news.get(0))
                        : texts.get(
                                "news.several",
                                news.size(),
                                sum(news, RosterSync.Result::joined),
                                sum(news, RosterSync.Result::left)));
        Map<String, ToIntFunction<RosterSync.Result>> more = new LinkedHashMap<>();
        more.put("news.new.ids", RosterSync.Result::newIds);
        more.put("news.same.address", RosterSync.Result::sameAddress);
        more.put("news.opt.outs", RosterSync.Result::optOuts);
        more.put("news.other.people", one -> one.otherPeople().size());
        more.put("news.without.id", RosterSync.Result::withoutId);
        more.put("news.long.id", RosterSync.Result::longId);
        more.forEach((key, count) -> {
            if (sum(news, count) > 0) {
                words.add(texts.get(key, sum(news, count)));
            }
        });
        return String.join(" ", words);
    }

    private static int sum(List<RosterSync.Result> news, ToIntFunction<RosterSync.Result> count) {
        return news.stream().mapToInt(count).sum();
    }

    private String roster(RosterSync.Result news) {
        String name = teams.lines().stream()
                .filter(line -> news.teamId().equals(line.id()))
                .map(TeamLine::name)
                .findFirst()
                .orElse(news.teamId());
        return news.joined() == news.people() && news.left() == 0
                ? texts.get("news.first", name, news.people())
                : news.joined() == 0 && news.left() == 0
                        ? texts.get("news.same", name, news.people())
                        : texts.get("news.changed", name, news.people(), news.joined(), news.left());
    }

    private void headline() {
        TeamLine team = teams.selectedProperty().get();
        SavedList list = lists.selectedProperty().get();
        title.set(list != null ? list.name() : team.isEveryone() ? texts.get("everyone") : team.name());
        long shown = table.rows().countProperty().get();
        subtitle.set(
                table.asked() == null
                        ? ""
                        : table.isFiltered()
                                ? texts.get("headline.some", shown, list == null ? team.people() : list.people())
                                : texts.get("headline.all", shown));
    }

    /** Whether data can be changed; else the notice says why not. */
    boolean canAct() {
        return workspace.actions().isPresent();
    }

    ListsViewModel lists() {
        return lists;
    }

    TeamsViewModel teams() {
        return teams;
    }

    TableViewModel<UserQuery.Row, PeopleFilter, String> table() {
        return table;
    }

    /** The person in detail, or null. */
    ReadOnlyObjectProperty<UserQuery.Details> detailsProperty() {
        return details.getReadOnlyProperty();
    }

    /** What the admin should know about the list, or null. */
    ReadOnlyObjectProperty<PeopleNotice> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** The team's name. */
    ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    /** How many of how many people are shown. */
    ReadOnlyStringProperty subtitleProperty() {
        return subtitle.getReadOnlyProperty();
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.close();
        detailReads.drop();
        table.close();
        lists.close();
        teams.close();
    }
}
