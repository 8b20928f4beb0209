package dev.rostrum.ui;

import dev.rostrum.ui.fx.Themes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assertions;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** Pictures of a window in light and dark, large and small: {@code target/screenshots/NAME-light-1280x800.png} and so on. */
public final class Screenshots {
    private static final int[][] SIZES = {{1280, 800}, {1024, 640}};
    private static final Path FOLDER = Path.of("target", "screenshots");

    private Screenshots() {}

    /** Starts the toolkit once. Call it in {@code @BeforeAll}. */
    public static void startToolkit() {
        try {
            FxToolkit.registerPrimaryStage();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs on the FX thread and waits for the result. */
    public static <T> T onFx(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(20_000, work);
    }

    public static void onFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, work);
    }

    /** Waits until the condition holds, asked on the FX thread, at most 20 s. */
    public static void until(Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> onFx(condition));
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("It did not come true within 20 s", e);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** The first visible button below a node that says so, or null. */
    public static Button button(Node node, String words) {
        if (!node.isVisible()) {
            return null;
        }
        if (node instanceof Button button && words.equals(button.getText())) {
            return button;
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Button found = button(child, words);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Pictures of a node in a window of its own. */
    public static void take(String name, Callable<? extends Parent> root, Callable<Boolean> ready) {
        Themes themes = onFx(() -> new Themes());
        Stage stage = onFx(() -> {
            Stage made = new Stage();
            Scene scene = new Scene(root.call());
            themes.attach(scene);
            made.setScene(scene);
            return made;
        });
        take(name, stage, themes, ready);
        onFx(() -> {
            stage.close();
            themes.close();
        });
    }

    /** Pictures of a window that is there already. */
    public static void take(String name, Stage stage, Themes themes, Callable<Boolean> ready) {
        for (Themes.Theme theme : Themes.Theme.values()) {
            // High contrast differs in colours alone.
            for (int[] size : theme == Themes.Theme.CONTRAST ? new int[][] {SIZES[0]} : SIZES) {
                onFx(() -> {
                    themes.themeProperty().set(theme);
                    stage.setWidth(size[0]);
                    stage.setHeight(size[1]);
                    stage.show();
                });
                // The scene follows its window a little later.
                until(() -> stage.getScene().getWidth() == size[0]
                        && stage.getScene().getHeight() == size[1]);
                until(ready);
                WaitForAsyncUtils.waitForFxEvents();
                String file = String.format(
                        Locale.ROOT, "%s-%s-%dx%d.png", name, theme.name().toLowerCase(Locale.ROOT), size[0], size[1]);
                BufferedImage image = onFx(() -> {
                    stage.getScene().getRoot().applyCss();
                    stage.getScene().getRoot().layout();
                    return SwingFXUtils.fromFXImage(stage.getScene().snapshot(null), null);
                });
                save(image, file);
                Assertions.assertThat(colours(image)).as("colours of " + file).isGreaterThan(8);
                Assertions.assertThat(image.getWidth()).isEqualTo(size[0]);
                Assertions.assertThat(image.getHeight()).isEqualTo(size[1]);
            }
        }
    }

    /** One picture of a scene as it stands: {@code target/screenshots/NAME.png}. */
    public static void takeOne(String name, Scene scene) {
        save(
                onFx(() -> {
                    scene.getRoot().applyCss();
                    scene.getRoot().layout();
                    return SwingFXUtils.fromFXImage(scene.snapshot(null), null);
                }),
                name + ".png");
    }

    private static int colours(BufferedImage image) {
        Set<Integer> seen = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 3) {
            for (int x = 0; x < image.getWidth(); x += 3) {
                seen.add(image.getRGB(x, y));
            }
        }
        return seen.size();
    }

    private static void save(BufferedImage image, String file) {
        try {
            Files.createDirectories(FOLDER);
            ImageIO.write(image, "png", FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
