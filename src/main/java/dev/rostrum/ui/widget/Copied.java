package dev.rostrum.ui.widget;

import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** What goes to the clipboard, and how rows are written there. */
final class Copied {
    private Copied() {}

    static void text(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** A value may hold neither tab nor line end inside a line of tab-separated values. */
    static String cell(String value) {
        return value == null ? "" : value.replace('\t', ' ').replaceAll("\\R", " ");
    }
}
