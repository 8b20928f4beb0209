package dev.rostrum.ui.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/**
 * Asks where to save a file, and before one that is there is replaced: the dialogs of all systems do that by themselves. It is used on
 * the FX thread.
 */
@FunctionalInterface
public interface SaveFile {
    /**
     * @param suggested name of the file, with its ending
     * @param chosen told the place, or not at all when the admin cancels
     */
    void choose(String title, String suggested, Consumer<Path> chosen);

    /** Asks by the dialog of the system. */
    static SaveFile bySystemDialog(Supplier<? extends Window> owner) {
        return (title, suggested, chosen) -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(title);
            chooser.setInitialFileName(suggested);
            String ending = suggested.substring(suggested.lastIndexOf('.') + 1);
            chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("." + ending, "*." + ending));
            File file = chooser.showSaveDialog(owner.get());
            if (file != null) {
                chosen.accept(file.toPath());
            }
        };
    }
}
