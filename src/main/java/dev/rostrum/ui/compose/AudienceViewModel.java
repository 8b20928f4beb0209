package dev.rostrum.ui.compose;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.FilterWords;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Teams and people while they are being chosen, and the people who are left out. */
public final class AudienceViewModel implements AutoCloseable {
    /** Up to so many single people are named one by one. */
    static final int NAMED = 5;
    /** How many people a search offers at once; one steps through the others. */
    static final int FOUND = 20;

    /** What one can take out of the sentence that tells the audience. */
    public enum PartKind {
        TEAM,
        LIST,
        /** Whom a filter shows. */
        RULE,
        PERSON,
        /** All people chosen one by one, too many to name. */
        PEOPLE,
        LEFT_OUT_TEAM,
        LEFT_OUT_LIST,
        LEFT_OUT,
        /** All people left out one by one. */
        LEFT_OUT_PEOPLE
    }

    /** @param id of the team or list, the person's lasting one, a filter as it is kept; null where many are meant */
    public record Part(PartKind kind, String id, String words) {}

    /** A person that the search offers, by the lasting id, and where they stand now. */
    public record PersonMatch(String id, String name, String email, boolean chosen, boolean leftOut) {}

    private final Texts texts = Texts.of(AudienceViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Runnable moved;
    private final Consumer<Exception> failed;
    private final Subscriptions teamSubscriptions = new Subscriptions();
    private final LatestTask searches = new LatestTask();
    private final LatestTask names = new LatestTask();
    private final LatestTask follows = new LatestTask();
    private final LatestTask teamReads = new LatestTask();

    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final ObservableList<TeamChoice> teams = FXCollections.observableArrayList();
    private final ObservableList<ListChoice> lists = FXCollections.observableArrayList();
    private final ObservableList<Part> in = FXCollections.observableArrayList();
    private final ObservableList<Part> out = FXCollections.observableArrayList();
    private final ObservableList<PersonMatch> found = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper foundWords = new ReadOnlyStringWrapper(this, "foundWords", "");

    private final Set<String> teamIds = new LinkedHashSet<>();
    private final Map<String, Team> teamsById = new LinkedHashMap<>();
    private final Set<String> chosen = new LinkedHashSet<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final Set<String> leftOutTeams = new LinkedHashSet<>();
    private final Set<Long> listIds = new LinkedHashSet<>();
    private final Set<Long> leftOutLists = new LinkedHashSet<>();
    private final Map<Long, SavedList> listsById = new LinkedHashMap<>();
    private final Set<PeopleFilter> rules = new LinkedHashSet<>();
    /** What these are together; null where they have changed since it was asked for. */
    private Audience together;

    private final PeopleListViewModel pasted;
    private final ReadOnlyBooleanWrapper earlier = new ReadOnlyBooleanWrapper(this, "earlier");
    private final ReadOnlyBooleanWrapper later = new ReadOnlyBooleanWrapper(this, "later");
    private long offset;
    private final Map<String, String> knownNames = new HashMap<>();
    private Map<String, UserQuery.Row> offered = Map.of();

    /**
     * @param moved told when somebody else is chosen
     * @param failed told what could not be read
     */
    public AudienceViewModel(Workspace workspace, Tasks tasks, Runnable moved, Consumer<Exception> failed) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.moved = moved;
        this.failed = failed;
        pasted = new PeopleListViewModel(workspace, tasks, this::addAll, failed);
        tellParts();
    }

    /** Reads again what a sync may have changed; who was chosen stays chosen. */
    public void refresh() {
        record Groups(List<Team> teams, List<SavedList> lists) {}
        tasks.read(() -> new Groups(
                        List.copyOf(workspace.views().teams()),
                        workspace.views().lists()))
                .onOk(read -> {
                    showLists(read.lists());
                    showTeams(read.teams());
                })
                .onFail(failed)
                .startIn(teamReads);
        follow();
        if (!offered.isEmpty()) {
            offer(offset);
        }
    }

    /** Whoever was named by an id that may change hands is named by the lasting one from now on, and all by their names of now. */
    private void follow() {
        Audience now = audience();
        if (now.userIds().isEmpty() && now.excludedUserIds().isEmpty()) {
            knownNames.clear();
            return;
        }
        tasks.read(() -> workspace.views().planner().lasting(now))
                .onOk(ids -> {
                    rename(chosen, ids);
                    rename(leftOut, ids);
                    if (!ids.isEmpty()) {
                        tellFound();
                        moved.run();
                    }
                    List<String> named = named();
                    knownNames.keySet().retainAll(named);
                    tellParts();
                    readNames(named);
                })
                .onFail(failed)
                .startIn(follows);
    }

    private void rename(Set<String> people, Map<String, String> ids) {
        if (!Collections.disjoint(people, ids.keySet())) {
            together = null;
            List<String> before = List.copyOf(people);
            people.clear();
            before.forEach(id -> people.add(ids.getOrDefault(id, id)));
        }
    }

    private void showTeams(List<Team> now) {
        teamsById.clear();
        now.forEach(team -> teamsById.put(team.id(), team));
        if (teamIds.retainAll(teamsById.keySet()) | leftOutTeams.retainAll(teamsById.keySet())) {
            together = null;
            moved.run();
        }
        teamSubscriptions.close();
        lists.clear();
        for (SavedList list : listsById.values()) {
            ListChoice choice = new ListChoice(list, listIds.contains(list.id()), leftOutLists.contains(list.id()));
            follow(choice, list.id(), listIds, leftOutLists);
            lists.add(choice);
        }
        teams.clear();
        for (Team team : now) {
            TeamChoice choice = new TeamChoice(team, teamIds.contains(team.id()), leftOutTeams.contains(team.id()));
            follow(choice, team.id(), teamIds, leftOutTeams);
            teams.add(choice);
        }
        tellParts();
    }

    private <K> void follow(GroupChoice choice, K id, Set<K> chosenOnes, Set<K> leftOutOnes) {
        teamSubscriptions.onChange(choice.chosenProperty(), yes -> {
            if (yes) {
                choice.leftOutProperty().set(false);
            }
            if (yes ? chosenOnes.add(id) : chosenOnes.remove(id)) {
                choicesMoved();
            }
        });
        teamSubscriptions.onChange(choice.leftOutProperty(), yes -> {
            if (yes) {
                choice.chosenProperty().set(false);
            }
            if (yes ? leftOutOnes.add(id) : leftOutOnes.remove(id)) {
                choicesMoved();
            }
        });
    }

    /** Called before {@link #showTeams}, which drops who listened to the choices of before. */
    private void showLists(List<SavedList> now) {
        listsById.clear();
        now.forEach(list -> listsById.put(list.id(), list));
        if (listIds.retainAll(listsById.keySet()) | leftOutLists.retainAll(listsById.keySet())) {
            together = null;
            moved.run();
        }
    }

    /** Starts with these. */
    public void set(Audience audience) {
        teamIds.clear();
        teamIds.addAll(audience.teamIds());
        chosen.clear();
        chosen.addAll(audience.userIds());
        leftOut.clear();
        leftOut.addAll(audience.excludedUserIds());
        leftOutTeams.clear();
        leftOutTeams.addAll(audience.excludedTeamIds());
        listIds.clear();
        listIds.addAll(audience.listIds());
        leftOutLists.clear();
        leftOutLists.addAll(audience.excludedListIds());
        rules.clear();
        rules.addAll(audience.rules());
        choicesMoved();
        refresh();
    }

    /** Forgets what was searched for. */
    public void clearSearch() {
        search.set("");
        find();
    }

    /** Whom the choice names now. */
    public Audience audience() {
        if (together == null) {
            together = new Audience(teamIds, chosen, leftOut, leftOutTeams, rules, listIds, leftOutLists);
        }
        return together;
    }

    /** The names of chosen teams whose people are not known yet. */
    public List<String> unread() {
        return unread(teamIds);
    }

    /** The names of teams that are left out, and whose people are not known yet. */
    public List<String> unreadOut() {
        return unread(leftOutTeams);
    }

    private List<String> unread(Set<String> ids) {
        return ids.stream()
                .map(teamsById::get)
                .filter(team -> team != null && team.syncedAt() == null)
                .map(team -> BidiText.isolated(team.label()))
                .toList();
    }

    /** The person takes part, as one chosen by hand. */
    public void add(String userId) {
        leftOut.remove(userId);
        chosen.add(userId);
        choicesMoved();
    }

    /** The person gets nothing, whatever team they are in. */
    public void leaveOut(String userId) {
        chosen.remove(userId);
        leftOut.add(userId);
        choicesMoved();
    }

    /** All of these people take part, or get nothing. */
    public void addAll(Collection<String> userIds, boolean leaveOut) {
        (leaveOut ? chosen : leftOut).removeAll(Set.copyOf(userIds));
        (leaveOut ? leftOut : chosen).addAll(userIds);
        choicesMoved();
    }

    /** Makes a person neither chosen nor left out by hand. */
    public void forget(String userId) {
        chosen.remove(userId);
        leftOut.remove(userId);
        choicesMoved();
    }

    /** Takes a part of the sentence away. */
    public void remove(Part part) {
        switch (part.kind()) {
            case TEAM -> {
                teamIds.remove(part.id());
                teams.stream()
                        .filter(choice -> choice.team().id().equals(part.id()))
                        .forEach(choice -> choice.chosenProperty().set(false));
            }
            case LEFT_OUT_TEAM -> {
                leftOutTeams.remove(part.id());
                teams.stream()
                        .filter(choice -> choice.team().id().equals(part.id()))
                        .forEach(choice -> choice.leftOutProperty().set(false));
            }
            case LIST -> {
                listIds.remove(Long.valueOf(part.id()));
                lists.stream()
                        .filter(choice -> Long.toString(choice.list().id()).equals(part.id()))
                        .forEach(choice -> choice.chosenProperty().set(false));
            }
            case LEFT_OUT_LIST -> {
                leftOutLists.remove(Long.valueOf(part.id()));
                lists.stream()
                        .filter(choice -> Long.toString(choice.list().id()).equals(part.id()))
                        .forEach(choice -> choice.leftOutProperty().set(false));
            }
            case RULE -> rules.removeIf(rule -> rule.stored().equals(part.id()));
            case PERSON -> chosen.remove(part.id());
            case PEOPLE -> chosen.clear();
            case LEFT_OUT -> leftOut.remove(part.id());
            case LEFT_OUT_PEOPLE -> leftOut.clear();
        }
        choicesMoved();
    }

    private void choicesMoved() {
        together = null;
        tellParts();
        nameThem();
        tellFound();
        moved.run();
    }

    private void tellParts() {
        List<Part> parts = new ArrayList<>();
        teamIds.forEach(id -> parts.add(team(PartKind.TEAM, id)));
        listIds.forEach(id -> parts.add(list(PartKind.LIST, id)));
        FilterWords words = new FilterWords(
                List.copyOf(teamsById.values()), List.copyOf(listsById.values()), AudienceViewModel::day);
        rules.forEach(rule -> parts.add(
                new Part(PartKind.RULE, rule.stored(), texts.get("audience.rule", BidiText.isolated(words.of(rule))))));
        if (chosen.size() <= NAMED) {
            chosen.forEach(id -> parts.add(new Part(PartKind.PERSON, id, name(id))));
        } else {
            parts.add(new Part(PartKind.PEOPLE, null, texts.get("audience.people", chosen.size())));
        }
        in.setAll(parts);
        List<Part> without = new ArrayList<>();
        leftOutTeams.forEach(id -> without.add(team(PartKind.LEFT_OUT_TEAM, id)));
        leftOutLists.forEach(id -> without.add(list(PartKind.LEFT_OUT_LIST, id)));
        if (leftOut.size() <= NAMED) {
            leftOut.forEach(id -> without.add(new Part(PartKind.LEFT_OUT, id, name(id))));
        } else {
            without.add(new Part(PartKind.LEFT_OUT_PEOPLE, null, texts.get("audience.people", leftOut.size())));
        }
        out.setAll(without);
    }

    private Part team(PartKind kind, String id) {
        Team team = teamsById.get(id);
        return new Part(kind, id, BidiText.isolated(team == null ? id : team.label()));
    }

    private Part list(PartKind kind, long id) {
        SavedList list = listsById.get(id);
        return new Part(kind, Long.toString(id), BidiText.isolated(list == null ? "…" : list.name()));
    }

    private static String day(Instant time) {
        return Times.day(LocalDate.ofInstant(time, ZoneId.systemDefault()));
    }

    private String name(String userId) {
        return BidiText.isolated(knownNames.getOrDefault(userId, texts.get("audience.somebody")));
    }

    /** Names of people that came by their ids only. */
    private void nameThem() {
        readNames(named().stream().filter(id -> !knownNames.containsKey(id)).toList());
    }

    /** Those who are shown one by one. */
    private List<String> named() {
        return Stream.of(chosen, leftOut)
                .filter(ids -> ids.size() <= NAMED)
                .flatMap(Set::stream)
                .toList();
    }

    private void readNames(List<String> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        tasks.read(() -> {
                    Map<String, String> read = new HashMap<>();
                    for (String id : wanted) {
                        read.put(id, workspace.views().find(id).map(User::label).orElse(id));
                    }
                    return read;
                })
                .onOk(read -> {
                    knownNames.putAll(read);
                    tellParts();
                })
                .onFail(failed)
                .startIn(names);
    }

    /** Offers people whose name, email or id holds what was typed: the first of them. */
    public void find() {
        offer(0);
    }

    /** Offers those behind the people that are offered now. */
    public void findLater() {
        offer(offset + FOUND);
    }

    /** Offers those before the people that are offered now. */
    public void findEarlier() {
        offer(Math.max(0, offset - FOUND));
    }

    private void offer(long from) {
        String wanted = search.get().strip();
        if (wanted.isEmpty()) {
            searches.drop();
            offered = Map.of();
            offset = 0;
            earlier.set(false);
            later.set(false);
            tellFound();
            foundWords.set("");
            return;
        }
        UserQuery users = workspace.views().users();
        PeopleFilter filter = PeopleFilter.of(null, wanted);
        record Answer(long count, List<UserQuery.Row> rows) {}
        tasks.read(() -> {
                    Snapshot<UserQuery.Row> all = users.select(filter).open(FOUND, from);
                    return new Answer(all.count(), all.page(from, FOUND));
                })
                .onOk(answer -> {
                    if (answer.rows().isEmpty() && from > 0) {
                        // There are fewer since.
                        offer(0);
                        return;
                    }
                    offset = from;
                    Map<String, UserQuery.Row> rows = new LinkedHashMap<>();
                    answer.rows().forEach(row -> {
                        rows.put(row.lastingId(), row);
                        knownNames.put(row.lastingId(), label(row));
                    });
                    offered = rows;
                    long last = from + answer.rows().size();
                    earlier.set(from > 0);
                    later.set(last < answer.count());
                    foundWords.set(
                            answer.count() == 0
                                    ? texts.get("find.none", wanted)
                                    : from > 0 || last < answer.count()
                                            ? texts.get("find.some", from + 1, last, answer.count())
                                            : texts.get("find.all", answer.count()));
                    tellFound();
                })
                .onFail(failed)
                .startIn(searches);
    }

    private void tellFound() {
        found.setAll(offered.values().stream()
                .map(row -> new PersonMatch(
                        row.lastingId(),
                        BidiText.isolated(label(row)),
                        row.email() == null ? "" : row.email(),
                        chosen.contains(row.lastingId()),
                        leftOut.contains(row.lastingId())))
                .toList());
    }

    private static String label(UserQuery.Row row) {
        for (String candidate : new String[] {row.name(), row.email(), row.userPrincipalName()}) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return row.id();
    }

    public StringProperty searchProperty() {
        return search;
    }

    /** All kept lists, by name. */
    public ObservableList<ListChoice> lists() {
        return lists;
    }

    public ObservableList<TeamChoice> teams() {
        return teams;
    }

    /** Who is in, in the order of choosing. */
    public ObservableList<Part> in() {
        return in;
    }

    /** Who is left out by hand. */
    public ObservableList<Part> out() {
        return out;
    }

    public ObservableList<PersonMatch> found() {
        return found;
    }

    /** The list that names people. */
    public PeopleListViewModel pasted() {
        return pasted;
    }

    /** Whether there are people before those whom the search offers. */
    public ReadOnlyBooleanProperty earlierProperty() {
        return earlier.getReadOnlyProperty();
    }

    /** Whether there are people behind those whom the search offers. */
    public ReadOnlyBooleanProperty laterProperty() {
        return later.getReadOnlyProperty();
    }

    /** How many people the search finds. */
    public ReadOnlyStringProperty foundWordsProperty() {
        return foundWords.getReadOnlyProperty();
    }

    @Override
    public void close() {
        teamSubscriptions.close();
        pasted.close();
        List.of(searches, names, follows, teamReads).forEach(LatestTask::drop);
    }
}
