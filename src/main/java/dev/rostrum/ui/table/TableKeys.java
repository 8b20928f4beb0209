package dev.rostrum.ui.table;

import dev.rostrum.ui.fx.Pages;
import dev.rostrum.ui.widget.Controls;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javafx.animation.PauseTransition;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;

/** What keys do in a {@link PagedTable}. */
final class TableKeys<R, K> {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final PagedTable<R, K> owner;
    private final TableView<R> table;
    private final ColumnLayout<R> columns;
    private final TableChoice<R, K> choice;
    private final PauseTransition typing = new PauseTransition(Duration.seconds(1));
    private final StringBuilder typed = new StringBuilder();

    TableKeys(PagedTable<R, K> owner, TableView<R> table, ColumnLayout<R> columns, TableChoice<R, K> choice) {
        this.owner = owner;
        this.table = table;
        this.columns = columns;
        this.choice = choice;
        typing.setOnFinished(e -> typed.setLength(0));
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        table.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    }

    private void pressed(KeyEvent event) {
        Pages<R> rows = owner.rows();
        if (rows == null || Controls.around(event.getTarget(), ButtonBase.class) != null) {
            return;
        }
        boolean ctrl = event.isShortcutDown();
        KeyCode code = event.getCode();
        int focused = owner.focusedIndex();
        if (ctrl && code == KeyCode.A) {
            owner.selectAll();
        } else if (ctrl && code == KeyCode.C) {
            if (event.isShiftDown()) {
                owner.copyCell();
            } else {
                owner.copyRows();
            }
        } else if (code == KeyCode.ESCAPE && !choice.selection().isEmpty()) {
            choice.selection().clear();
        } else if (code == KeyCode.ENTER && !ctrl && owner.focusedRow() != null) {
            owner.openFocused();
        } else if (code == KeyCode.SPACE && !ctrl && focused >= 0) {
            choice.toggle(focused);
        } else if (!event.isAltDown() && code.isNavigationKey() && rows.size() > 0) {
            navigate(code, event.isShiftDown(), ctrl);
        } else {
            return;
        }
        event.consume();
    }

    private void navigate(KeyCode code, boolean shift, boolean ctrl) {
        if (code == KeyCode.LEFT || code == KeyCode.KP_LEFT) {
            sideways(-1);
            return;
        }
        if (code == KeyCode.RIGHT || code == KeyCode.KP_RIGHT) {
            sideways(1);
            return;
        }
        int at = owner.focusedIndex();
        int last = owner.rows().size() - 1;
        int to =
                switch (code) {
                    case UP, KP_UP -> at - 1;
                    case DOWN, KP_DOWN -> at + 1;
                    case PAGE_UP -> at - pageRows();
                    case PAGE_DOWN -> at + pageRows();
                    case HOME -> 0;
                    case END -> last;
                    default -> at;
                };
        to = Math.max(0, Math.min(last, to));
        if (shift) {
            choice.startAtLeast(at);
        }
        owner.focusRow(to);
        if (shift) {
            choice.to(to);
        } else if (!choice.byBoxes() && !ctrl) {
            choice.only(to);
        } else {
            choice.startAt(to);
        }
    }

    private int pageRows() {
        double height = table.getHeight() - table.getFixedCellSize();
        return Math.max(1, (int) (height / table.getFixedCellSize()) - 1);
    }

    private void sideways(int step) {
        List<TableColumn<R, ?>> shown = columns.shown();
        int at = shown.indexOf(table.getFocusModel().getFocusedCell().getTableColumn());
        int to = Math.max(0, Math.min(shown.size() - 1, at + step));
        if (owner.focusedIndex() >= 0 && !shown.isEmpty()) {
            table.getFocusModel().focus(owner.focusedIndex(), shown.get(to));
            table.scrollToColumn(shown.get(to));
        }
    }

    /** Letters go to the next row that starts so, also beyond what is in memory. */
    private void typed(KeyEvent event) {
        String character = event.getCharacter();
        if (owner.rows() == null
                || character.isEmpty()
                || event.isShortcutDown()
                || event.isAltDown()
                || !Character.isLetterOrDigit(character.codePointAt(0))
                        && (typed.length() == 0
                                || character.isBlank()
                                || Character.isISOControl(character.charAt(0)))) {
            return;
        }
        Column<R> column = columns.of(columns.first());
        if (column == null) {
            return;
        }
        event.consume();
        boolean fresh = typed.length() == 0;
        typed.append(character);
        typing.playFromStart();
        String wanted = folded(typed.toString());
        Predicate<R> starts = row -> {
            String text = column.copy().apply(row);
            return text != null && folded(text).startsWith(wanted);
        };
        int start = Math.max(0, owner.focusedIndex() + (fresh ? 1 : 0));
        for (int at = start; at < owner.rows().size(); at++) {
            R row = owner.rows().peek(at);
            if (row == null) {
                break;
            }
            if (starts.test(row)) {
                lead(at);
                return;
            }
        }
        if (owner.seeking() == null) {
            int[] first = {-1};
            owner.rows().forEachLoaded((index, row) -> {
                if (first[0] < 0 && starts.test(row)) {
                    first[0] = index;
                }
            });
            if (first[0] >= 0) {
                lead(first[0]);
            }
        } else {
            owner.seeking().seek(starts, start, at -> lead((int) Math.min(Integer.MAX_VALUE, at)));
        }
    }

    private void lead(int to) {
        if (to >= owner.rows().size()) {
            return;
        }
        owner.focusRow(to);
        if (choice.byBoxes()) {
            choice.startAt(to);
        } else {
            choice.only(to);
        }
    }

    /** As people type it: without accents, in small letters. */
    private static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
