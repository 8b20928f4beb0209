package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.records.Backups;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.shell.Dialogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupViewModelTest {
    @TempDir
    Path folder;

    private TestGraph graph;
    private BackupViewModel model;
    private final SettingsFixture around = new SettingsFixture();

    @BeforeEach
    void open() throws Exception {
        graph = TestGraph.start(folder, 12);
        model = new BackupViewModel(
                SettingsFixture.services(graph.program, Clock.systemUTC()), new InlineTasks(), around, around);
        model.show(graph.connection());
    }

    @AfterEach
    void close() throws Exception {
        graph.close();
    }

    @Test
    void aBackupIsMadeWhileTheConnectionIsOpenAndChecked() {
        int before = model.rows().size();
        model.backUp();
        assertThat(model.failureProperty().get()).isEmpty();
        assertThat(model.rows()).hasSize(before + 1).allMatch(row -> row.trouble()
                .isEmpty());
        assertThat(around.told).singleElement().asString().contains("checked");
    }

    @Test
    void aSoundBackupIsCheckedOnceUntilItsFileChanges() throws Exception {
        Backups backups = graph.program.backups(graph.connection());
        Backups.Backup made = backups.create();
        model.show(graph.connection());
        assertThat(model.rows().get(0).trouble()).isEmpty();

        // The same size and time: nobody reads it again.
        FileTime before = Files.getLastModifiedTime(made.file());
        byte[] whole = Files.readAllBytes(made.file());
        byte[] spoilt = whole.clone();
        Arrays.fill(spoilt, 0, 100, (byte) 'x');
        Files.write(made.file(), spoilt);
        Files.setLastModifiedTime(made.file(), before);
        model.show(graph.connection());
        assertThat(model.rows().get(0).trouble()).isEmpty();

        Files.setLastModifiedTime(made.file(), FileTime.from(before.toInstant().plusSeconds(1)));
        model.show(graph.connection());
        assertThat(model.rows().get(0).trouble()).isNotEmpty();

        // A backup in trouble is looked at again.
        Files.write(made.file(), whole);
        Files.setLastModifiedTime(made.file(), FileTime.from(before.toInstant().plusSeconds(1)));
        model.show(graph.connection());
        assertThat(model.rows().get(0).trouble()).isEmpty();
    }

    @Test
    void restoringAsksWithWhatIsLostAndTellsWhatBecameOfIt() throws Exception {
        model.backUp();
        graph.sync(0);
        assertThat(graph.workspace.views().teams()).hasSize(1);
        model.selectedProperty().set(model.rows().get(0));
        around.answer = Dialogs.CANCEL;
        model.restore();
        assertThat(around.closedFor).isEmpty();
        assertThat(around.questions.get(0).body()).contains("lost", "never deleted");

        graph.workspace.close();
        around.answer = "restore";
        model.restore();
        assertThat(around.closedFor).containsExactly(TestGraph.CONNECTION);
        assertThat(around.questions.get(around.questions.size() - 1).body()).contains("is in place", "is kept as");
        assertThat(model.setAside()).singleElement().satisfies(file -> {
            assertThat(file.file()).exists();
            assertThat(file.bytes()).isGreaterThan(Files.size(file.file()) - 1);
            assertThat(around.questions.get(around.questions.size() - 1).body())
                    .contains(file.file().getFileName().toString());
        });
        model.openFolder();
        assertThat(around.folders)
                .containsExactly(model.setAside().get(0).file().getParent());
        graph.reopen();
        assertThat(graph.workspace.views().teams()).isEmpty();
    }

    @Test
    void aDamagedBackupIsNamedAndAFailedRestoreSaysWhatToDo() throws Exception {
        model.backUp();
        model.selectedProperty().set(model.rows().get(0));
        around.answer = "restore";
        model.restore();
        assertThat(model.failureProperty().get()).as("the data file is open").isNotEmpty();

        Path file = model.rows().get(0).backup().file();
        file.toFile().setWritable(true);
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
        model.show(graph.connection());
        assertThat(model.rows()).anyMatch(row -> !row.trouble().isEmpty());
    }
}
