package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Advice;
import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TextFault;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** One message and its audience while they are being made. Kept in memory until it is sent or the program ends. */
final class ComposerViewModel implements AutoCloseable {
    /** Up to so many single people are named one by one. */
    static final int NAMED = 5;
    /** How many people a search offers. */
    static final int FOUND = 6;

    /** What one can take out of the sentence that tells the audience. */
    enum PartKind {
        TEAM,
        PERSON,
        /** All people chosen one by one, too many to name. */
        PEOPLE,
        LEFT_OUT,
        /** All people left out one by one. */
        LEFT_OUT_PEOPLE
    }

    /** @param id of the team, or the person's lasting one; null where many are meant */
    record Part(PartKind kind, String id, String words) {}

    /** A person that the search offers, by the lasting id, and where they stand now. */
    record PersonMatch(String id, String name, String email, boolean chosen, boolean leftOut) {}

    /** @param passed nothing to do; else {@code blocking} says whether it keeps the announcement back */
    record Check(boolean passed, boolean blocking, String what, String more) {}

    private final Texts texts = Texts.of(ComposerViewModel.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions teamSubscriptions = new Subscriptions();
    private final LatestTask counts = new LatestTask();
    private final LatestTask sizes = new LatestTask();
    private final LatestTask searches = new LatestTask();
    private final LatestTask names = new LatestTask();
    private final LatestTask follows = new LatestTask();
    private final LatestTask teamReads = new LatestTask();

    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ObjectProperty<TextFormat> format = new SimpleObjectProperty<>(this, "format", TextFormat.MARKDOWN);
    private final StringProperty search = new SimpleStringProperty(this, "search", "");

    private final ObservableList<TeamChoice> teams = FXCollections.observableArrayList();
    private final ObservableList<Part> in = FXCollections.observableArrayList();
    private final ObservableList<Part> out = FXCollections.observableArrayList();
    private final ObservableList<PersonMatch> found = FXCollections.observableArrayList();
    private final ObservableList<Check> checks = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Planner.Reach> reach = new ReadOnlyObjectWrapper<>(this, "reach");
    private final ReadOnlyBooleanWrapper counting = new ReadOnlyBooleanWrapper(this, "counting");
    private final ReadOnlyIntegerWrapper bytes = new ReadOnlyIntegerWrapper(this, "bytes");
    private final ReadOnlyStringWrapper blocked = new ReadOnlyStringWrapper(this, "blocked");
    private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper(this, "trouble");
    private final ReadOnlyStringWrapper foundWords = new ReadOnlyStringWrapper(this, "foundWords", "");

    private final Set<String> teamIds = new LinkedHashSet<>();
    private final Map<String, Team> teamsById = new LinkedHashMap<>();
    private final Set<String> chosen = new LinkedHashSet<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final Map<String, String> knownNames = new HashMap<>();
    private Map<String, UserQuery.Row> offered = Map.of();

    ComposerViewModel(Workspace workspace, Tasks tasks) {
        this.workspace = workspace;
        this.tasks = tasks;
        subscriptions.onChange(text, now -> measure());
        subscriptions.onChange(format, now -> measure());
        subscriptions.onChange(title, now -> check());
        tellParts();
        check();
    }

    /** Reads again what a sync may have changed; who was chosen stays chosen. */
    void refresh() {
        tasks.read(() -> List.copyOf(workspace.views().teams()))
                .onOk(this::showTeams)
                .onFail(this::failed)
                .startIn(teamReads);
        follow();
        if (!offered.isEmpty()) {
            find();
        }
        count();
        measure();
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
                        count();
                    }
                    List<String> named = named();
                    knownNames.keySet().retainAll(named);
                    tellParts();
                    readNames(named);
                })
                .onFail(this::failed)
                .startIn(follows);
    }

    private static void rename(Set<String> people, Map<String, String> ids) {
        if (!Collections.disjoint(people, ids.keySet())) {
            List<String> before = List.copyOf(people);
            people.clear();
            before.forEach(id -> people.add(ids.getOrDefault(id, id)));
        }
    }

    private void showTeams(List<Team> now) {
        teamsById.clear();
        now.forEach(team -> teamsById.put(team.id(), team));
        if (teamIds.retainAll(teamsById.keySet())) {
            count();
        }
        teamSubscriptions.close();
        teams.clear();
        for (Team team : now) {
            TeamChoice choice = new TeamChoice(team, teamIds.contains(team.id()));
            teamSubscriptions.onChange(choice.chosenProperty(), yes -> {
                if (yes ? teamIds.add(team.id()) : teamIds.remove(team.id())) {
                    audienceMoved();
                }
            });
            teams.add(choice);
        }
        tellParts();
        check();
    }

    /** Starts with this audience; the message stays as it is. */
    void setAudience(Audience audience) {
        teamIds.clear();
        teamIds.addAll(audience.teamIds());
        chosen.clear();
        chosen.addAll(audience.userIds());
        leftOut.clear();
        leftOut.addAll(audience.excludedUserIds());
        audienceMoved();
        refresh();
    }

    /** Empties the form after sending: the next one starts anew. */
    void clear() {
        title.set("");
        text.set("");
        search.set("");
        found.clear();
        offered = Map.of();
        setAudience(Audience.none());
    }

    Audience audience() {
        return new Audience(teamIds, chosen, leftOut);
    }

    Message message() {
        return new Message(text.get(), format.get());
    }

    /** What was composed, on its way to the review. */
    JobRequest.Send draft() {
        return new JobRequest.Send(title.get(), message(), audience(), SendChoices.NONE);
    }

    /** Whether anything was typed or chosen. */
    boolean isUntouched() {
        return title.get().isBlank() && text.get().isBlank() && audience().isEmpty();
    }

    // ---------------------------------------------------------------- audience

    /** The person takes part, as one chosen by hand. */
    void add(String userId) {
        leftOut.remove(userId);
        chosen.add(userId);
        audienceMoved();
    }

    /** The person gets nothing, whatever team they are in. */
    void leaveOut(String userId) {
        chosen.remove(userId);
        leftOut.add(userId);
        audienceMoved();
    }

    /** Makes a person neither chosen nor left out by hand. */
    void forget(String userId) {
        chosen.remove(userId);
        leftOut.remove(userId);
        audienceMoved();
    }

    /** Takes a part of the sentence away. */
    void remove(Part part) {
        switch (part.kind()) {
            case TEAM -> {
                teamIds.remove(part.id());
                teams.stream()
                        .filter(choice -> choice.team().id().equals(part.id()))
                        .forEach(choice -> choice.chosenProperty().set(false));
            }
            case PERSON -> chosen.remove(part.id());
            case PEOPLE -> chosen.clear();
            case LEFT_OUT -> leftOut.remove(part.id());
            case LEFT_OUT_PEOPLE -> leftOut.clear();
        }
        audienceMoved();
    }

    private void audienceMoved() {
        tellParts();
        nameThem();
        tellFound();
        count();
    }

    private void tellParts() {
        List<Part> parts = new ArrayList<>();
        for (String id : teamIds) {
            Team team = teamsById.get(id);
            parts.add(new Part(PartKind.TEAM, id, BidiText.isolated(team == null ? id : team.label())));
        }
        if (chosen.size() <= NAMED) {
            chosen.forEach(id -> parts.add(new Part(PartKind.PERSON, id, name(id))));
        } else {
            parts.add(new Part(PartKind.PEOPLE, null, texts.get("audience.people", chosen.size())));
        }
        in.setAll(parts);
        List<Part> without = new ArrayList<>();
        if (leftOut.size() <= NAMED) {
            leftOut.forEach(id -> without.add(new Part(PartKind.LEFT_OUT, id, name(id))));
        } else {
            without.add(new Part(PartKind.LEFT_OUT_PEOPLE, null, texts.get("audience.people", leftOut.size())));
        }
        out.setAll(without);
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
                .onFail(this::failed)
                .startIn(names);
    }

    /** Counts anew; an older answer that comes later is dropped. */
    private void count() {
        Audience now = audience();
        if (now.isEmpty()) {
            counts.drop();
            counting.set(false);
            reach.set(null);
            check();
            return;
        }
        counting.set(true);
        check();
        tasks.read(() -> workspace.views().planner().count(now))
                .onOk(answer -> {
                    counting.set(false);
                    reach.set(answer);
                    trouble.set(null);
                    check();
                })
                .onFail(e -> {
                    counting.set(false);
                    reach.set(null);
                    failed(e);
                })
                .startIn(counts);
    }

    // ---------------------------------------------------------------- search for people

    /** Offers people whose name, email or id holds what was typed. */
    void find() {
        String wanted = search.get().strip();
        if (wanted.isEmpty()) {
            searches.drop();
            offered = Map.of();
            tellFound();
            foundWords.set("");
            return;
        }
        UserQuery users = workspace.views().users();
        UserQuery.Filter filter = new UserQuery.Filter(null, wanted);
        tasks.read(() -> users.select(filter).find(FOUND, 0))
                .onOk(answer -> {
                    Map<String, UserQuery.Row> rows = new LinkedHashMap<>();
                    answer.rows().forEach(row -> {
                        rows.put(row.lastingId(), row);
                        knownNames.put(row.lastingId(), label(row));
                    });
                    offered = rows;
                    foundWords.set(
                            answer.count() == 0
                                    ? texts.get("find.none", wanted)
                                    : answer.count() > FOUND
                                            ? texts.get("find.more", answer.count(), FOUND)
                                            : texts.get("find.all", answer.count()));
                    tellFound();
                })
                .onFail(this::failed)
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

    // ---------------------------------------------------------------- checks

    private void measure() {
        Message message = message();
        if (message.isEmpty()) {
            sizes.drop();
            bytes.set(0);
            check();
            return;
        }
        tasks.read(() -> workspace.views().planner().bytes(message))
                .onOk(size -> {
                    bytes.set(size);
                    check();
                })
                .onFail(this::failed)
                .startIn(sizes);
        check();
    }

    private void check() {
        Message message = message();
        boolean says = !message.isEmpty();
        boolean names = !audience().isEmpty();
        Planner.Reach now = reach.get();
        List<Check> all = new ArrayList<>();
        if (!says) {
            all.add(new Check(false, true, texts.get("check.message"), texts.get("check.message.more")));
        } else if (bytes.get() > Message.MAX_BYTES) {
            all.add(new Check(
                    false,
                    true,
                    texts.get("check.large", bytes.get() - Message.MAX_BYTES),
                    texts.get("check.large.more", (bytes.get() - Message.MAX_BYTES + 1) / 2)));
        } else if (bytes.get() > Message.WARN_BYTES) {
            all.add(new Check(
                    false,
                    false,
                    texts.get("check.size", bytes.get(), Message.MAX_BYTES),
                    texts.get("check.warn", Message.WARN_BYTES)));
        } else if (bytes.get() > 0) {
            all.add(new Check(true, false, texts.get("check.size", bytes.get(), Message.MAX_BYTES), ""));
        }
        if (!names) {
            all.add(new Check(false, true, texts.get("check.audience"), texts.get("check.audience.more")));
        } else if (now != null && now.recipients() == 0 && !counting.get()) {
            all.add(new Check(false, true, texts.get("check.nobody"), texts.get("check.nobody.more")));
        } else if (now != null && now.selected() > now.recipients()) {
            all.add(new Check(
                    true,
                    false,
                    texts.get("check.reach", now.recipients()),
                    texts.get("check.left.out", now.selected() - now.recipients())));
        } else if (now != null) {
            all.add(new Check(true, false, texts.get("check.reach", now.recipients()), ""));
        }
        List<String> unsynced = teamIds.stream()
                .map(teamsById::get)
                .filter(team -> team != null && team.syncedAt() == null)
                .map(team -> BidiText.isolated(team.label()))
                .collect(Collectors.toList());
        if (!unsynced.isEmpty()) {
            all.add(new Check(
                    false,
                    false,
                    texts.get("check.unsynced", String.join(", ", unsynced)),
                    texts.get("check.unsynced.more")));
        }
        if (says) {
            message.fault()
                    .or(() -> titleFault(message))
                    .ifPresent(fault -> all.add(new Check(false, true, Sentences.of(fault), Sentences.step(fault))));
            // The check of its size stands above.
            Advice.of(message, 0)
                    .forEach(advice -> all.add(new Check(false, false, Sentences.of(advice), Sentences.step(advice))));
        }
        all.sort((a, b) -> Integer.compare(weight(b), weight(a)));
        if (!checks.equals(all)) {
            checks.setAll(all);
        }
        blocked.set(blockedNow(says, names, now));
    }

    private static int weight(Check check) {
        return check.passed() ? 0 : check.blocking() ? 2 : 1;
    }

    private String blockedNow(boolean says, boolean names, Planner.Reach now) {
        if (workspace.actions().isEmpty()) {
            return Sentences.whole(workspace.readOnlyBecause());
        }
        if (!says && !names) {
            return texts.get("blocked.both");
        }
        if (!says) {
            return texts.get("blocked.message");
        }
        if (!names) {
            return texts.get("blocked.audience");
        }
        if (bytes.get() > Message.MAX_BYTES) {
            return texts.get("blocked.large");
        }
        Optional<Reason> fault = message().fault().or(() -> titleFault(message()));
        if (fault.isPresent()) {
            return Sentences.whole(fault.get());
        }
        if (now == null) {
            return texts.get("blocked.counting");
        }
        return now.recipients() == 0 ? texts.get("blocked.nobody") : null;
    }

    private Optional<Reason> titleFault(Message message) {
        return TextFault.ofTitle(title.get(), message.replacements());
    }

    private void failed(Exception e) {
        trouble.set(FailureTexts.words(e));
        check();
    }

    // ---------------------------------------------------------------- what is shown

    StringProperty titleProperty() {
        return title;
    }

    StringProperty textProperty() {
        return text;
    }

    ObjectProperty<TextFormat> formatProperty() {
        return format;
    }

    StringProperty searchProperty() {
        return search;
    }

    ObservableList<TeamChoice> teams() {
        return teams;
    }

    /** Who is in, in the order of choosing. */
    ObservableList<Part> in() {
        return in;
    }

    /** Who is left out by hand. */
    ObservableList<Part> out() {
        return out;
    }

    ObservableList<PersonMatch> found() {
        return found;
    }

    /** How many people the search finds. */
    ReadOnlyStringProperty foundWordsProperty() {
        return foundWords.getReadOnlyProperty();
    }

    /** The worst first. */
    ObservableList<Check> checks() {
        return checks;
    }

    /** The last count, or null while there is none; old while {@link #countingProperty} is true. */
    ReadOnlyObjectProperty<Planner.Reach> reachProperty() {
        return reach.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty countingProperty() {
        return counting.getReadOnlyProperty();
    }

    /** Size of the request as Teams counts it. */
    ReadOnlyIntegerProperty bytesProperty() {
        return bytes.getReadOnlyProperty();
    }

    /** Why it cannot be reviewed yet, or null when it can. */
    ReadOnlyStringProperty blockedProperty() {
        return blocked.getReadOnlyProperty();
    }

    /** What failed, or null. */
    ReadOnlyStringProperty troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    @Override
    public void close() {
        subscriptions.close();
        teamSubscriptions.close();
        List.of(counts, sizes, searches, names, follows, teamReads).forEach(LatestTask::drop);
    }
}
