package dev.rostrum.ui.widget;

import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.SheetCell;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** What goes to the clipboard, and how rows are written there. */
public final class ClipboardText {
    private ClipboardText() {}

    /** One value as one line: in a terminal a line end would run what stands before it. */
    public static String value(String value) {
        return value == null ? "" : PlainText.oneLine(value);
    }

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** A value as a cell of tab-separated values, which are pasted into spreadsheets. */
    public static String cell(String value) {
        return value == null ? "" : SheetCell.of(value);
    }
}
