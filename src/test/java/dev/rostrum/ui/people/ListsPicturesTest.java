package dev.rostrum.ui.people;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.SavedList;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.SandboxWindow;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.compose.AudienceForm;
import dev.rostrum.ui.compose.AudienceViewModel;
import dev.rostrum.ui.shell.TakingBack;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of people in the window, on the program's own sandbox. */
@Tag("ui")
class ListsPicturesTest {
    @TempDir
    Path folder;

    private SandboxWindow window;
    private PeopleScreen screen;

    @BeforeEach
    void open() {
        window = new SandboxWindow(folder);
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void pictures(String name) {
        Screenshots.take(name, window.window.stage(), window.themes, () -> true);
    }

    @Test
    void listsAreMadeShownDeletedAndChosen() throws Exception {
        String council = window.addTeam(0);
        window.addTeam(1);
        List<String> people = window.workspace.views().users().select(PeopleFilter.of(council, "")).page(0, 9).stream()
                .map(UserQuery.Row::id)
                .toList();
        window.workspace
                .act()
                .lists()
                .create(
                        "Guests we have never written to",
                        Audience.ofRule(PeopleFilter.of(council, "")),
                        n -> {},
                        () -> false);
        screen = window.show(
                "people",
                w -> new PeopleScreen(
                        w.workspace,
                        w.tasks,
                        w.fx,
                        w.fx,
                        System::nanoTime,
                        Clock.systemDefaultZone(),
                        w.shell,
                        w.window.navigator(),
                        w.window.dialogs(),
                        (title, suggested, chosen) -> {}));
        ListsViewModel lists = screen.model().lists();
        until(() -> lists.lists().size() == 1);
        Node root = window.window.stage().getScene().getRoot();

        // Made of a pasted column, of which one row names nobody: that is told before anything is made.
        onFx(() -> ((Button) root.lookup("#makeList")).fire());
        until(() -> window.window.dialogs().isOpen());
        onFx(() -> {
            ((TextField) root.lookup(".r-adding .text-field")).setText("Fire wardens");
            ((TextArea) root.lookup(".r-adding .text-area"))
                    .setText(people.get(0) + "\nnobody@x.example\n" + people.get(1)
                            + "\n0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9");
        });
        onFx(() -> Screenshots.button(root, "Make list").fire());
        until(() -> Screenshots.button(root, "Make it without them") != null);
        pictures("lists-report");
        assertThat(onFx(() -> root.lookupAll(".r-result").stream()
                        .map(each -> ((Label) each).getText())
                        .toList()))
                .containsExactly("Line 2, nobody@x.example: nobody here has this id or address.");
        assertThat(window.workspace.views().lists()).hasSize(1);
        onFx(() -> Screenshots.button(root, "Make it without them").fire());
        until(() -> lists.lists().size() == 2);
        assertThat(window.workspace.views().lists())
                .extracting(SavedList::people)
                .containsExactlyInAnyOrder(2L, 12L);

        SavedList wardens = onFx(() -> lists.lists().get(0));
        assertThat(wardens.name()).isEqualTo("Fire wardens");
        onFx(() -> lists.select(wardens));
        until(() -> screen.model().table().rows().size() == 2
                && screen.model().table().rows().peek(0) != null);
        pictures("lists");
        CompletableFuture<Audience> announced = new CompletableFuture<>();
        onFx(() -> screen.model().audience(announced::complete));
        assertThat(announced.get(10, TimeUnit.SECONDS)).isEqualTo(Audience.ofLists(Set.of(wardens.id())));

        CompletableFuture<TakingBack> back = new CompletableFuture<>();
        onFx(() -> lists.delete(wardens, back::complete));
        until(() -> lists.lists().size() == 1);
        until(() -> screen.model().table().rows().size() > 2);
        TakingBack taking = back.get(10, TimeUnit.SECONDS);
        onFx(() -> taking.begin(() -> {}, e -> {}));
        until(() -> lists.lists().size() == 2);

        AudienceViewModel choice = onFx(() -> new AudienceViewModel(window.workspace, window.tasks, () -> {}, e -> {}));
        onFx(() -> choice.set(new Audience(
                Set.of(council),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(PeopleFilter.ALL.inTeam(council).withContact(Set.of(PeopleFilter.Contact.NONE))),
                Set.of(),
                Set.of(wardens.id()))));
        until(() -> choice.lists().size() == 2);
        assertThat(onFx(() -> choice.in().get(1).words())).contains("conversation: none");
        assertThat(onFx(() -> choice.out().get(0).words())).contains("Fire wardens");
        Audience before = onFx(choice::audience);
        onFx(() -> choice.lists().get(1).chosenProperty().set(true));
        assertThat(onFx(() -> choice.audience().listIds())).hasSize(1);
        assertThat(onFx(() -> choice.audience().rules())).isEqualTo(before.rules());
        onFx(() -> AudienceForm.ask(
                window.window.dialogs(), choice, new SimpleStringProperty(""), new SimpleBooleanProperty()));
        until(() -> window.window.dialogs().isOpen());
        pictures("lists-audience");
        onFx(() -> choice.close());
    }
}
