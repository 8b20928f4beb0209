package dev.rostrum.ui.table;

import static dev.rostrum.ui.Screenshots.onFx;
import static dev.rostrum.ui.Screenshots.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.store.query.Snapshot;
import dev.rostrum.ui.Screenshots;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.PageSource;
import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.ClipboardText;
import dev.rostrum.ui.widget.EmptyState;
import dev.rostrum.ui.widget.News;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableRow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

@Tag("ui")
@Timeout(60)
class PagedTableTest {
    private record Row(int id, String name) {}

    private static final int OMEGA = 900_016;

    private final FxThread fx = new FxThread();
    private final FxTasks tasks = new FxTasks(fx);
    private RowSelection<Integer, Integer> selection;
    private TableViewModel<Row, Integer, Integer> model;
    private final List<List<SortKey>> sorts = new ArrayList<>();
    private final List<Integer> opened = new ArrayList<>();
    private PagedTable<Row, Integer> table;
    private Pages<Row> pages;
    private Stage stage;
    private Themes themes;

    @BeforeAll
    static void toolkit() {
        Screenshots.startToolkit();
    }

    private static Row row(int i) {
        return i == OMEGA ? new Row(i, "Ömega") : new Row(i, (char) ('a' + i % 26) + "-name " + i);
    }

    /** The first so many rows: the filter is their number. */
    private static final class Numbers implements TableSource<Row, Integer, Integer> {
        @Override
        public PageSource<Row> rows(Integer filter, List<SortKey> sort) {
            return PagedTableTest.rows(filter);
        }

        @Override
        public Integer key(Row row) {
            return row.id();
        }

        @Override
        public Integer searching(Integer filter, String text) {
            return filter;
        }

        @Override
        public void each(Integer filter, List<SortKey> sort, Predicate<? super Row> sink) {
            for (int i = 0; i < filter && sink.test(row(i)); i++) {}
        }

        @Override
        public long count(List<Integer> filters) {
            return filters.stream().mapToInt(Integer::intValue).min().orElse(0);
        }

        @Override
        public Set<Integer> shown(List<Integer> filters, Collection<Integer> keys) {
            return keys.stream().filter(key -> key < count(filters)).collect(Collectors.toSet());
        }
    }

    private static PageSource<Row> rows(int count) {
        return PageSource.of(
                IntStream.range(0, count).mapToObj(PagedTableTest::row).toList());
    }

    @BeforeEach
    void open() {
        onFx(() -> {
            table = new PagedTable<>();
            table.setColumns(List.of(
                    Column.<Row>of("name", "Name", Row::name).wide(200),
                    Column.<Row>of("id", "Id", r -> "#" + r.id())
                            .copying(r -> "whole-" + r.id())
                            .wide(100),
                    Column.<Row>of("hidden", "Hidden", r -> "x").folded()));
            model = new TableViewModel<>(new Numbers(), 1_000_000, tasks, Exception::getMessage);
            selection = model.selection();
            table.setModel(model, true);
            table.setOnSort(sorts::add);
            table.setOnOpen(r -> opened.add(r.id()));
            pages = model.rows();
            stage = new Stage();
            Scene scene = new Scene(table, 600, 400);
            themes = new Themes();
            themes.attach(scene);
            stage.setScene(scene);
            stage.show();
            model.query();
        });
        until(() -> pages.size() == 1_000_000 && pages.peek(0) != null);
        onFx(() -> {
            table.requestFocus();
            table.focusRow(0);
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() {
        onFx(() -> {
            stage.close();
            themes.close();
        });
        tasks.close();
        fx.close();
    }

    private void press(KeyCode code, boolean shift, boolean ctrl) {
        onFx(() -> {
            Node owner = stage.getScene().getFocusOwner();
            owner.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, ctrl, false, false));
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void type(String character) {
        onFx(() -> stage.getScene()
                .getFocusOwner()
                .fireEvent(new KeyEvent(
                        KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, false, false, false, false)));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private int focused() {
        return onFx(() -> table.focusedRow() == null ? -1 : table.focusedRow().id());
    }

    private TableRow<?> shown(int id) {
        return onFx(() -> table.lookupAll(".table-row-cell").stream()
                .map(node -> (TableRow<?>) node)
                .filter(row -> row.getItem() instanceof Row one && one.id() == id)
                .findFirst()
                .orElseThrow());
    }

    @Test
    void lastOfAMillionRowsIsReachedAndRead() {
        press(KeyCode.END, false, false);
        until(() -> table.focusedRow() != null && table.focusedRow().id() == 999_999);
        assertThat(shown(999_999).getAccessibleText())
                .contains("1,000,000")
                .contains(row(999_999).name());
        press(KeyCode.HOME, false, false);
        until(() -> table.focusedRow() != null && table.focusedRow().id() == 0);
    }

    @Test
    void selectionByKeysOutlivesAnotherQuery() {
        press(KeyCode.DOWN, false, false);
        press(KeyCode.SPACE, false, false);
        press(KeyCode.DOWN, true, false);
        press(KeyCode.DOWN, true, false);
        assertThat(selection.rule().also()).containsExactly(1, 2, 3);
        assertThat(shown(2).getPseudoClassStates()).contains(PseudoClass.getPseudoClass("chosen"));
        assertThat(shown(2).getAccessibleText()).endsWith("selected");
        onFx(() -> model.filterProperty().set(2));
        until(() -> pages.size() == 2);
        assertThat(selection.size()).isEqualTo(3);
        press(KeyCode.ESCAPE, false, false);
        assertThat(selection.isEmpty()).isTrue();
    }

    @Test
    void selectAllTakesWhatIsNotLoadedToo() {
        press(KeyCode.A, false, true);
        until(() -> selection.size() == 1_000_000);
        CheckBox all = onFx(() -> (CheckBox) table.lookup(".column-header .check-box"));
        assertThat(all.isSelected()).isTrue();
        onFx(() -> selection.set(7, false));
        assertThat(all.isIndeterminate()).isTrue();
    }

    @Test
    void theBoxInTheHeaderMeansWhatIsShown() {
        onFx(() -> {
            selection.addAll(List.of(1, 900));
            model.filterProperty().set(3);
        });
        until(() -> pages.size() == 3 && selection.hidden() == 1);
        CheckBox all = onFx(() -> (CheckBox) table.lookup(".column-header .check-box"));
        assertThat(all.isIndeterminate()).isTrue();
        onFx(all::fire);
        until(() -> selection.size() == 4);
        assertThat(all.isSelected()).isTrue();
        assertThat(all.isIndeterminate()).isFalse();
        onFx(all::fire);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(selection.rule().also()).as("what is not shown stays").containsExactly(900);
        assertThat(all.isSelected()).isFalse();
        assertThat(all.isIndeterminate()).isFalse();
    }

    @Test
    void withoutBoxesNothingStaysSelectedThatIsNotShown() {
        onFx(() -> table.setModel(model, false));
        press(KeyCode.DOWN, false, false);
        press(KeyCode.DOWN, true, false);
        assertThat(selection.rule().also()).containsExactly(1, 2);
        onFx(() -> pages.show(PageSource.of(List.of(row(2), row(7)))));
        until(() -> pages.size() == 2);
        assertThat(selection.rule().also()).containsExactly(2);
    }

    @Test
    void columnsGiveWayInTheirOrderAndComeBack() {
        onFx(() -> table.setColumns(List.of(
                Column.<Row>of("name", "Name", Row::name).wide(200).growing(1),
                Column.<Row>of("mail", "Mail", Row::name).wide(150).givingWay(2),
                Column.<Row>of("id", "Id", r -> "#" + r.id()).wide(150).givingWay(1))));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(titles()).containsExactly("Name", "Mail", "Id");
        onFx(() -> stage.setWidth(520));
        until(() -> titles().equals(List.of("Name", "Mail")));
        onFx(() -> stage.setWidth(320));
        until(() -> titles().equals(List.of("Name")));
        onFx(() -> stage.setWidth(800));
        until(() -> titles().equals(List.of("Name", "Mail", "Id")));
        assertThat(onFx(() -> table.layoutState().stream().allMatch(ColumnState::shown)))
                .isTrue();
    }

    private List<String> titles() {
        return onFx(() -> table.lookupAll(".column-header .label").stream()
                .filter(node -> node.isVisible() && node.getParent().isVisible())
                .map(node -> ((Label) node).getText())
                .filter(text -> text != null && !text.isEmpty())
                .toList());
    }

    @Test
    void theChooserStaysOpenAndAHiddenColumnLeavesNoScrollBar() {
        onFx(() -> table.setColumns(List.of(
                Column.<Row>of("name", "Name", Row::name).wide(200).growing(1),
                Column.<Row>of("mail", "Mail", Row::name).wide(150),
                Column.<Row>of("id", "Id", r -> "#" + r.id()).wide(150))));
        WaitForAsyncUtils.waitForFxEvents();
        FxRobot robot = new FxRobot();
        robot.clickOn(onFx(() -> table.lookup(".r-column-chooser")));
        choose(robot, "Mail");
        assertThat(titles()).containsExactly("Name", "Id");
        assertThat(onFx(() -> horizontal().isVisible())).isFalse();
        choose(robot, "Id");
        assertThat(titles()).containsExactly("Name");
        assertThat(onFx(() -> horizontal().isVisible())).isFalse();
        choose(robot, "Name");
        assertThat(titles()).as("the last one stays").containsExactly("Name");
        choose(robot, "Mail");
        assertThat(titles()).containsExactly("Name", "Mail");
        robot.type(KeyCode.DOWN).type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(titles()).as("by keys too, and still open").hasSize(1);
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(titles()).containsExactly("Name", "Mail");
        robot.type(KeyCode.ESCAPE);
    }

    /** Clicks on an entry of the chooser, which is still open. */
    private void choose(FxRobot robot, String column) {
        CheckBox entry = onFx(() -> Window.getWindows().stream()
                .filter(window -> window instanceof ContextMenu && window.isShowing())
                .flatMap(window -> window.getScene().getRoot().lookupAll(".check-box").stream())
                .map(node -> (CheckBox) node)
                .filter(box -> column.equals(box.getText()))
                .findFirst()
                .orElseThrow());
        robot.clickOn(entry.getParent());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private ScrollBar horizontal() {
        return table.lookupAll(".scroll-bar").stream()
                .map(node -> (ScrollBar) node)
                .filter(bar -> bar.getOrientation() == Orientation.HORIZONTAL)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theThumbCanBeGrasped() {
        Node thumb = onFx(() -> table.lookupAll(".scroll-bar").stream()
                .filter(bar -> ((ScrollBar) bar).getOrientation() == Orientation.VERTICAL)
                .findFirst()
                .orElseThrow()
                .lookup(".thumb"));
        until(() -> thumb.getBoundsInParent().getHeight() > 0);
        assertThat(onFx(() -> thumb.getBoundsInParent().getHeight())).isGreaterThanOrEqualTo(24);
    }

    @Test
    void rangeOverRowsThatAreNotLoaded() {
        press(KeyCode.SPACE, false, false);
        onFx(() -> table.focusRow(4000));
        until(() -> pages.peek(4000) != null);
        press(KeyCode.DOWN, true, false);
        until(() -> selection.size() == 4002);
    }

    @Test
    void copiesRowsWithHeadersAndTheCellWhole() {
        List<String> told = new ArrayList<>();
        onFx(() -> {
            stage.getScene().addEventHandler(News.TOLD, news -> told.add(news.words()));
            selection.addAll(List.of(1, 900));
        });
        press(KeyCode.C, false, true);
        until(() -> "Name\tId\nb-name 1\twhole-1\nq-name 900\twhole-900\n"
                .equals(Clipboard.getSystemClipboard().getString()));
        press(KeyCode.RIGHT, false, false);
        press(KeyCode.C, true, true);
        assertThat(onFx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("whole-0");
        assertThat(told).containsExactly("Copied 2 rows", "Copied");
        onFx(() -> selection.set(1_000_001, true));
        press(KeyCode.C, false, true);
        until(() -> told.size() == 3);
        assertThat(told.get(2)).isEqualTo("Copied 2 of 3 selected rows; the others are too many, or gone");
    }

    @Test
    void copiedRowsAreNoFormulasAndOneLineEach() {
        assertThat(ClipboardText.cell("=1+1")).isEqualTo("'=1+1");
        assertThat(ClipboardText.cell("a\tb\r\nc\u2028d")).isEqualTo("a b c d");
        assertThat(ClipboardText.cell("\u0000@x")).isEqualTo("'@x");
        assertThat(ClipboardText.cell("004930123456789")).isEqualTo("'004930123456789");
        assertThat(ClipboardText.cell(null)).isEmpty();
        assertThat(ClipboardText.value("rm\n\u001b[2Jx\u202e")).isEqualTo("rm [2Jx");
    }

    @Test
    void lettersGoBeyondWhatIsInMemory() {
        type("o");
        assertThat(focused()).isEqualTo(14);
        type("M");
        until(() -> focused() == OMEGA);
    }

    @Test
    void lettersGoToTheNextRowThatStartsSo() {
        type("c");
        assertThat(focused()).isEqualTo(2);
        type("-");
        assertThat(focused()).isEqualTo(2);
        press(KeyCode.ENTER, false, false);
        assertThat(opened).containsExactly(2);
    }

    @Test
    void focusFollowsItsRowThroughARefresh() {
        press(KeyCode.DOWN, false, false);
        press(KeyCode.DOWN, false, false);
        onFx(() -> pages.show(PageSource.of(List.of(new Row(-1, "first"), row(0), row(1), row(2), row(3)))));
        until(() -> pages.size() == 5);
        assertThat(focused()).isEqualTo(2);
        press(KeyCode.DOWN, false, false);
        assertThat(focused()).isEqualTo(3);
    }

    @Test
    void headersSortInThreeStepsAndCtrlAddsASecondColumn() {
        FxRobot robot = new FxRobot();
        Node name = header("Name");
        robot.clickOn(name);
        robot.press(KeyCode.CONTROL).clickOn(header("Id")).release(KeyCode.CONTROL);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(sorts.get(0)).containsExactly(new SortKey("name", true));
        assertThat(sorts.get(sorts.size() - 1)).containsExactly(new SortKey("name", true), new SortKey("id", true));
        robot.clickOn(name).clickOn(name);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(sorts.get(sorts.size() - 1)).doesNotContain(new SortKey("name", true));
    }

    private Node header(String title) {
        return onFx(() -> table.lookupAll(".column-header .label").stream()
                .filter(node -> node instanceof Label label && title.equals(label.getText()))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void mouseTogglesByTheBoxAndFocusesBesideIt() {
        FxRobot robot = new FxRobot();
        robot.clickOn(onFx(() -> shown(3).lookup(".r-check-cell")));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(selection.rule().also()).containsExactly(3);
        robot.clickOn(onFx(() -> shown(5)));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(selection.rule().also()).containsExactly(3);
        assertThat(focused()).isEqualTo(5);
    }

    @Test
    void rowsOnTheirWayShowBarsAndNeverABlankFailure() {
        CountDownLatch gate = new CountDownLatch(1);
        Snapshot<Row> slow = new Snapshot<>() {
            @Override
            public long count() {
                return 10_000;
            }

            @Override
            public List<Row> page(long offset, int limit) {
                if (offset > 0) {
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return IntStream.range((int) offset, (int) Math.min(10_000, offset + limit))
                        .mapToObj(PagedTableTest::row)
                        .toList();
            }
        };
        onFx(() -> pages.show((limit, offsets) -> slow));
        until(() -> pages.size() == 10_000);
        onFx(() -> table.focusRow(5000));
        until(() -> table.getPseudoClassStates().contains(PseudoClass.getPseudoClass("slow")));
        gate.countDown();
        until(() -> !table.getPseudoClassStates().contains(PseudoClass.getPseudoClass("slow")));
        assertThat(onFx(() -> pages.peek(5000))).isEqualTo(row(5000));
    }

    @Test
    void emptyAndFailedStandInTheMiddle() {
        onFx(() -> {
            table.setEmpty(() -> new EmptyState("users", "No people yet", "Add a team."));
            table.setFailed(e -> EmptyState.failed("Not read", e.getMessage()));
            pages.show(PageSource.none());
        });
        until(() -> table.lookup(".r-empty") != null);
        onFx(() -> pages.show((limit, offsets) -> {
            throw new java.io.IOException("disk");
        }));
        until(() -> table.lookup(".r-danger-icon") != null);
    }

    @Test
    void layoutIsRemembered() {
        List<ColumnState> states = List.of(
                new ColumnState("hidden", true, 90),
                new ColumnState("name", true, 260),
                new ColumnState("gone", true, 10),
                new ColumnState("id", false, 100));
        onFx(() -> table.setLayoutState(states));
        assertThat(onFx(() -> table.layoutState()))
                .containsExactly(
                        new ColumnState("hidden", true, 90),
                        new ColumnState("name", true, 260),
                        new ColumnState("id", false, 100));
    }
}
