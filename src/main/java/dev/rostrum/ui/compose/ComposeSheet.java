package dev.rostrum.ui.compose;

import javafx.scene.Parent;

/** The look of what is composed, for whatever holds parts of it: a screen, or a form in the dialog layer. */
public final class ComposeSheet {
    private ComposeSheet() {}

    /** Styles this and what is in it. */
    public static void on(Parent node) {
        node.getStylesheets().add(ComposeSheet.class.getResource("compose.css").toExternalForm());
    }
}
