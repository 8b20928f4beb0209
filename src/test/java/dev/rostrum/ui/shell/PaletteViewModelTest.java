package dev.rostrum.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Problem;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.InlineTasks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteViewModelTest {
    private final List<String> done = new ArrayList<>();
    private final List<Action> actions = List.of(
            action("Change appearance to dark"),
            action("New announcement").also("Shortcut+N"),
            action("Stop the run").when(() -> false),
            action("Go to Settings"));

    private Action action(String words) {
        return Action.of(words, () -> done.add(words));
    }

    private PaletteSource.Found found(String text, boolean peopleOnly) {
        List<PaletteSource.Hit> hits = new ArrayList<>();
        hits.add(hit(PaletteSource.Kind.PERSON, "Ana\u00efs Lef\u00e8vre"));
        if (!peopleOnly) {
            hits.add(hit(PaletteSource.Kind.TEAM, "Canteen"));
            hits.add(hit(PaletteSource.Kind.ANNOUNCEMENT, "Plan"));
        }
        return new PaletteSource.Found(hits, 1284);
    }

    private PaletteSource.Hit hit(PaletteSource.Kind kind, String name) {
        return new PaletteSource.Hit(kind, name, "more", "id of " + name, () -> done.add(name));
    }

    private PaletteViewModel palette(PaletteSource source) {
        return new PaletteViewModel(actions, new InlineTasks(), source, text -> done.add("all of " + text));
    }

    private static List<String> words(PaletteViewModel palette) {
        return palette.shownProperty().get().rows().stream()
                .map(PaletteViewModel.Row::words)
                .toList();
    }

    @Test
    void allThatCanBeDoneStandsThereFirst() {
        PaletteViewModel palette = palette(this::found);
        assertThat(words(palette)).containsExactly("Change appearance to dark", "New announcement", "Go to Settings");
        palette.step(-1);
        palette.chosenRow().run().run();
        assertThat(done).containsExactly("Go to Settings");
    }

    @Test
    void commandsStandBeforePeopleTeamsAndAnnouncementsAndWhatBeginsSoFirst() {
        PaletteViewModel palette = palette(this::found);
        palette.type("AN");
        assertThat(words(palette))
                .containsExactly(
                        "New announcement",
                        "Change appearance to dark",
                        "Ana\u00efs Lef\u00e8vre",
                        "Show all 1,284 people who match",
                        "Canteen",
                        "Plan");
        assertThat(palette.shownProperty().get().summary()).isEqualTo("1,284 people, 2 commands");
        assertThat(palette.chosenRow().keys()).isEqualTo("Ctrl+N");
        palette.step(3);
        palette.chosenRow().run().run();
        assertThat(done).containsExactly("all of AN");
        palette.step(1);
        assertThat(palette.chosenRow().id()).isEqualTo("id of Canteen");
    }

    @Test
    void theMarksLeaveCommandsAlonePeopleAlone() {
        PaletteViewModel palette = palette(this::found);
        palette.type("> an");
        assertThat(words(palette)).containsExactly("New announcement", "Change appearance to dark");
        palette.type("@an");
        assertThat(words(palette)).containsExactly("Ana\u00efs Lef\u00e8vre", "Show all 1,284 people who match");
    }

    @Test
    void whatCannotBeReadIsToldAndCommandsStay() {
        PaletteViewModel palette = palette((text, peopleOnly) -> {
            throw Problem.failed("optOut.changed");
        });
        palette.type("settings");
        assertThat(words(palette)).containsExactly("Go to Settings");
        assertThat(palette.shownProperty().get().trouble()).contains("was noted");
        palette.type("xyz");
        assertThat(palette.chosenRow()).isNull();
        palette.step(1);
    }

    @Test
    void accentsAndCaseDoNotMatter() {
        WordMatch match = new WordMatch("lefevre \u00c9");
        assertThat(match.isIn("Ana\u00efs Lef\u00e8vre")).isTrue();
        assertThat(match.isIn("Anna")).isFalse();
        assertThat(match.places("Lef\u00e8vre").cardinality()).isEqualTo(7);
        assertThat(new WordMatch("\u7530").places("\u7530\u4e2d").get(0)).isTrue();
    }
}
