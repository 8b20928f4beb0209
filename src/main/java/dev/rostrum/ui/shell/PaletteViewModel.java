package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;

/** What the palette finds for what is typed: commands at once, and what the data file knows as it answers. No nodes. */
final class PaletteViewModel implements AutoCloseable {
    /** Shows only commands, and only people. */
    static final char COMMANDS = '>';

    static final char PEOPLE = '@';

    /** How many commands stand before what was found beside them. */
    private static final int FEW = 6;

    enum Section {
        COMMANDS,
        PEOPLE,
        TEAMS,
        ANNOUNCEMENTS
    }

    /**
     * A line.
     *
     * @param more said behind the words; may be empty
     * @param keys its key, or ""
     * @param id what Ctrl+C copies, or null
     */
    record Row(Section section, String icon, String words, String more, String keys, String id, Runnable run) {}

    /**
     * All that is shown.
     *
     * @param summary how much was found
     * @param trouble why the data file was not asked, or ""
     */
    record Shown(List<Row> rows, String summary, String trouble) {
        static final Shown NOTHING = new Shown(List.of(), "", "");
    }

    private final Texts texts = Texts.of(PaletteViewModel.class);
    private final List<Action> actions;
    private final Tasks tasks;
    private final PaletteSource source;
    private final Consumer<String> searchPeople;
    private final LatestTask reads = new LatestTask();
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NOTHING);
    private final IntegerProperty chosen = new SimpleIntegerProperty(this, "chosen");
    private String typed = "";

    /**
     * @param actions what can be done now
     * @param source null where no data file is open
     * @param searchPeople shows everybody whom a text fits
     */
    PaletteViewModel(List<Action> actions, Tasks tasks, PaletteSource source, Consumer<String> searchPeople) {
        this.actions = actions.stream().filter(Action::possible).toList();
        this.tasks = tasks;
        this.source = source;
        this.searchPeople = searchPeople;
        type("");
    }

    private static boolean marked(String text, char mark) {
        return !text.isEmpty() && text.charAt(0) == mark;
    }

    /** What is looked for now. */
    void type(String text) {
        typed = text.strip();
        boolean commandsOnly = marked(typed, COMMANDS);
        boolean peopleOnly = marked(typed, PEOPLE);
        String words = commandsOnly || peopleOnly ? typed.substring(1).strip() : typed;
        List<Action> commands = peopleOnly ? List.of() : commands(words);
        chosen.set(0);
        reads.drop();
        if (source == null || commandsOnly || words.isEmpty()) {
            show(commands, commands.size(), null, "");
            return;
        }
        List<Action> few = commands.subList(0, Math.min(FEW, commands.size()));
        // What was found before stays until the new answer is there, as far as it is no command.
        show(few, commands.size(), null, "");
        tasks.read(() -> source.find(words, peopleOnly))
                .onOk(found -> show(few, commands.size(), found, ""))
                .onFail(e -> show(few, commands.size(), null, FailureTexts.words(e)))
                .startIn(reads);
    }

    private List<Action> commands(String words) {
        WordMatch match = new WordMatch(words);
        return actions.stream()
                .filter(action -> match.isIn(action.words()))
                .sorted(Comparator.comparing(action -> !match.begins(action.words())))
                .toList();
    }

    private void show(List<Action> commands, int all, PaletteSource.Found found, String trouble) {
        List<Row> rows = new ArrayList<>();
        for (Action action : commands) {
            rows.add(new Row(
                    Section.COMMANDS, action.icon(), action.words(), "", action.shownKeys(), null, action::perform));
        }
        long people = found == null ? 0 : found.people();
        int listed = 0;
        for (PaletteSource.Hit hit : found == null ? List.<PaletteSource.Hit>of() : found.hits()) {
            if (hit.kind() != PaletteSource.Kind.PERSON && listed > 0) {
                addAll(rows, people, listed);
                listed = 0;
            }
            listed += hit.kind() == PaletteSource.Kind.PERSON ? 1 : 0;
            rows.add(row(hit));
        }
        if (listed > 0) {
            addAll(rows, people, listed);
        }
        shown.set(new Shown(List.copyOf(rows), summary(people, all), trouble));
        chosen.set(Math.min(chosen.get(), Math.max(0, rows.size() - 1)));
    }

    /** Those of them that are not listed. */
    private void addAll(List<Row> rows, long people, int listed) {
        if (people > listed) {
            String words = typedWords();
            rows.add(new Row(
                    Section.PEOPLE,
                    "search",
                    texts.get("palette.all", people),
                    "",
                    "",
                    null,
                    () -> searchPeople.accept(words)));
        }
    }

    private static Row row(PaletteSource.Hit hit) {
        return switch (hit.kind()) {
            case PERSON -> new Row(Section.PEOPLE, "user", hit.name(), hit.more(), "", hit.id(), hit.open());
            case TEAM -> new Row(Section.TEAMS, "users", hit.name(), hit.more(), "", hit.id(), hit.open());
            case ANNOUNCEMENT ->
                new Row(Section.ANNOUNCEMENTS, "file-text", hit.name(), hit.more(), "", hit.id(), hit.open());
        };
    }

    private String summary(long people, int commands) {
        if (typed.isEmpty() || marked(typed, COMMANDS)) {
            return texts.get("palette.commands", commands);
        }
        return marked(typed, PEOPLE)
                ? texts.get("palette.people", people)
                : texts.get("palette.found", people, commands);
    }

    /** What was typed, without the mark before it. */
    String typedWords() {
        return marked(typed, COMMANDS) || marked(typed, PEOPLE)
                ? typed.substring(1).strip()
                : typed;
    }

    /** Goes to the next or the last line, round the end. */
    void step(int by) {
        int size = shown.get().rows().size();
        if (size > 0) {
            chosen.set(Math.floorMod(chosen.get() + by, size));
        }
    }

    /** The line that Enter does, or null. */
    Row chosenRow() {
        List<Row> rows = shown.get().rows();
        return rows.isEmpty() ? null : rows.get(chosen.get());
    }

    IntegerProperty chosenProperty() {
        return chosen;
    }

    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    @Override
    public void close() {
        reads.drop();
    }
}
