package dev.rostrum.ui.fx;

import dev.rostrum.words.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/**
 * Loads the static layout of a screen: {@code NAME.fxml} beside the class, texts of the same package. Layouts hold no
 * {@code ${}} expressions, because those listen for ever.
 */
public final class Fxml {
    private Fxml() {}

    /**
     * Loads a layout that names its controller.
     *
     * @param anchor a class of the package whose layout and texts are meant
     * @param name the file without its ending
     * @param controllers makes the controller that the layout names
     */
    public static Parent load(Class<?> anchor, String name, Function<Class<?>, Object> controllers) {
        FXMLLoader loader = loader(anchor, name);
        loader.setControllerFactory(controllers::apply);
        return load(loader, name);
    }

    /** Loads a layout that names no controller and fills the {@code @FXML} fields of the given one. */
    public static Parent load(Class<?> anchor, String name, Object controller) {
        FXMLLoader loader = loader(anchor, name);
        loader.setController(controller);
        return load(loader, name);
    }

    private static FXMLLoader loader(Class<?> anchor, String name) {
        URL place = anchor.getResource(name + ".fxml");
        if (place == null) {
            throw new IllegalArgumentException("No layout " + name + ".fxml beside " + anchor.getName());
        }
        FXMLLoader loader = new FXMLLoader(place, Texts.of(anchor).bundle(), null, null, StandardCharsets.UTF_8);
        loader.setClassLoader(anchor.getClassLoader());
        return loader;
    }

    private static Parent load(FXMLLoader loader, String name) {
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException("The layout " + name + ".fxml cannot be read", e);
        }
    }
}
