package dev.rostrum.ui.shell;

import dev.rostrum.domain.ShellLine;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.widget.ClipboardText;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.MenuItem;

/** <i>Copy as command</i>: the line that does in the terminal what a button would do, for the shell that the admin names. */
public final class CommandCopy {
    private final Texts texts = Texts.of(CommandCopy.class);
    private final Dialogs dialogs;
    private final Supplier<Optional<ShellLine>> line;

    /** @param line asked when it is copied; empty where the terminal has no way to say it */
    public CommandCopy(Dialogs dialogs, Supplier<Optional<ShellLine>> line) {
        this.dialogs = dialogs;
        this.line = line;
    }

    /** One for each shell. */
    public List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        for (ShellLine.Shell shell : ShellLine.Shell.values()) {
            MenuItem item = new MenuItem(texts.get(
                    switch (shell) {
                        case SH -> "command.sh";
                        case POWERSHELL -> "command.powershell";
                        case CMD -> "command.cmd";
                    }));
            item.setOnAction(e -> copy(shell));
            items.add(item);
        }
        return items;
    }

    /** Copies it for the shell that this system comes with. */
    public void copy() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
        copy(windows ? ShellLine.Shell.POWERSHELL : ShellLine.Shell.SH);
    }

    /** An entry of the palette that does so. @param words what the command does */
    public Action action(String words) {
        return Action.of(texts.get("command.action", words), this::copy).icon("terminal");
    }

    private void copy(ShellLine.Shell shell) {
        Optional<ShellLine> wanted = line.get();
        Optional<String> words = wanted.flatMap(one -> one.in(shell));
        words.ifPresent(ClipboardText::copy);
        dialogs.tell(texts.get(
                words.isPresent() ? "command.copied" : wanted.isPresent() ? "command.not.here" : "command.none"));
    }
}
