package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Fxml;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.fx.VisibleFocus;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * The window of the program. Order of use: make it, make the screens with its {@link #navigator()} and {@link #dialogs()},
 * {@link #setScreens}, {@link #show}. All on the FX thread.
 */
public final class ConsoleWindow implements AutoCloseable {
    private final Stage stage;
    private final Themes themes;
    private final ShellController controller;
    private final Subscriptions subscriptions = new Subscriptions();
    private QuitGuard guard = Runnable::run;

    public ConsoleWindow(Stage stage, ShellViewModel model, Themes themes) {
        this.stage = stage;
        this.themes = themes;
        controller = new ShellController(model, themes);
        Parent root = Fxml.load(ConsoleWindow.class, "shell", controller);
        Scene scene = new Scene(root, 1280, 800);
        themes.attach(scene);
        VisibleFocus focus = new VisibleFocus(scene);
        subscriptions.add(focus::close);
        stage.setScene(scene);
        stage.setMinWidth(WindowPlace.LEAST_WIDTH);
        stage.setMinHeight(WindowPlace.LEAST_HEIGHT);
        subscriptions.observe(model.windowTitle(), stage::setTitle);
        stage.setOnCloseRequest(event -> {
            event.consume();
            leave(() -> guard.beforeClose(stage::close));
        });
    }

    /** Asks this before the window closes; by default it closes. */
    public void setQuitGuard(QuitGuard asked) {
        guard = asked;
    }

    /** Goes on once nothing that was typed on the screen in view is lost unasked. */
    public void leave(Runnable go) {
        controller.leave(go);
    }

    /** Replaces all screens, for example after a switch of the connection; those of before are closed. */
    public void setScreens(List<ScreenEntry> screens) {
        controller.setScreens(screens);
    }

    /** Keys that work on every screen, dialogs aside. */
    public void setKeys(List<Action> everywhere) {
        controller.setKeys(everywhere);
    }

    /**
     * What the palette finds beside commands.
     *
     * @param source null where no data file is open
     * @param searchPeople shows everybody whom a text fits
     */
    public void setFinds(Tasks tasks, PaletteSource source, Consumer<String> searchPeople) {
        controller.setFinds(tasks, source, searchPeople);
    }

    /** Shows the list of all keys. */
    public void showKeys() {
        controller.showKeys();
    }

    public Navigator navigator() {
        return controller;
    }

    /** Questions of view-models, and forms of controllers. */
    public DialogLayer dialogs() {
        return controller.dialogs();
    }

    public Stage stage() {
        return stage;
    }

    public void show() {
        stage.show();
    }

    /** Closes the screens and lets go of what the window listens to. */
    @Override
    public void close() {
        controller.close();
        subscriptions.close();
        themes.detach(stage.getScene());
        stage.close();
    }
}
