package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Subscriptions;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

/** Puts a window where it stood last, and tells where it stands once it has not moved for a second. On the FX thread. */
public final class WindowMemory implements AutoCloseable {
    private static final Duration REST = Duration.seconds(1);

    private final Stage stage;
    private final Consumer<WindowPlace> kept;
    private final PauseTransition rest = new PauseTransition(REST);
    private final Subscriptions subscriptions = new Subscriptions();
    /** Where it stands while it is not maximized. */
    private WindowPlace place;

    /**
     * @param before where it stood last, or {@link WindowPlace#FIRST}
     * @param kept told where it stands now
     */
    public WindowMemory(Stage stage, WindowPlace before, Consumer<WindowPlace> kept) {
        this.stage = stage;
        this.kept = kept;
        List<Rectangle2D> screens =
                Screen.getScreens().stream().map(Screen::getVisualBounds).toList();
        place = before.on(screens);
        if (Double.isFinite(place.x())) {
            stage.setX(place.x());
            stage.setY(place.y());
        }
        // A window may be no smaller than this, but on a screen that is smaller itself.
        stage.setMinWidth(Math.min(WindowPlace.LEAST_WIDTH, place.width()));
        stage.setMinHeight(Math.min(WindowPlace.LEAST_HEIGHT, place.height()));
        stage.setWidth(place.width());
        stage.setHeight(place.height());
        stage.setMaximized(place.maximized());
        rest.setOnFinished(e -> kept.accept(place));
        subscriptions.onChange(stage.xProperty(), x -> moved());
        subscriptions.onChange(stage.yProperty(), y -> moved());
        subscriptions.onChange(stage.widthProperty(), width -> moved());
        subscriptions.onChange(stage.heightProperty(), height -> moved());
        subscriptions.onChange(stage.maximizedProperty(), maximized -> moved());
    }

    private void moved() {
        if (!stage.isShowing() || stage.isIconified()) {
            return;
        }
        place = stage.isMaximized()
                ? new WindowPlace(place.x(), place.y(), place.width(), place.height(), true)
                : new WindowPlace(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false);
        rest.playFromStart();
    }

    @Override
    public void close() {
        if (rest.getStatus() == Animation.Status.RUNNING) {
            // It was moved in the last second.
            kept.accept(place);
        }
        rest.stop();
        subscriptions.close();
    }
}
