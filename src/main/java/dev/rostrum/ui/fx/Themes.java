package dev.rostrum.ui.fx;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import javafx.scene.Scene;

/**
 * Light, dark or of high contrast, and how large: the AtlantaFX Primer theme as user agent sheet, our own sheets on each attached scene. Both
 * switch while the window is open. Created and used on the FX thread.
 */
public final class Themes implements AutoCloseable {
    public enum Theme {
        LIGHT,
        DARK,
        /** Text and muted text at 7:1 at least, lines in the colour of text, what is selected in a frame. */
        CONTRAST
    }

    /** What the admin chose. */
    public enum Choice {
        /** As the system says; light until it said something. */
        SYSTEM,
        LIGHT,
        DARK,
        CONTRAST
    }

    public static final int SMALLEST_ZOOM = 80;
    public static final int LARGEST_ZOOM = 200;
    private static final int ZOOM_STEP = 10;
    private static final double ROOT_SIZE = 13;

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(this, "theme", Theme.LIGHT);
    private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>(this, "choice", Choice.LIGHT);
    private Theme ofSystem = Theme.LIGHT;
    private final IntegerProperty zoom = new SimpleIntegerProperty(this, "zoom", 100) {
        @Override
        public void set(int percent) {
            super.set(Math.max(SMALLEST_ZOOM, Math.min(LARGEST_ZOOM, percent)));
        }
    };
    private final List<Scene> scenes = new ArrayList<>();
    private final Subscriptions subscriptions = new Subscriptions();

    public Themes() {
        subscriptions.onChange(choice, now -> choose());
        subscriptions.observe(theme, now -> apply());
        subscriptions.onChange(zoom, now -> apply());
    }

    /** The scene, and every menu and tooltip of it, wears the theme from now on. */
    public void attach(Scene scene) {
        scenes.add(scene);
        dress(scene);
    }

    public void detach(Scene scene) {
        scenes.remove(scene);
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** What the admin chose; the theme follows. */
    public ObjectProperty<Choice> choiceProperty() {
        return choice;
    }

    /** The system has said how it looks. */
    public void systemLooks(Theme now) {
        ofSystem = now;
        choose();
    }

    private void choose() {
        theme.set(
                switch (choice.get()) {
                    case SYSTEM -> ofSystem;
                    case LIGHT -> Theme.LIGHT;
                    case DARK -> Theme.DARK;
                    case CONTRAST -> Theme.CONTRAST;
                });
    }

    /** Percent, kept between 80 and 200. */
    public IntegerProperty zoomProperty() {
        return zoom;
    }

    public void larger() {
        zoom.set(zoom.get() + ZOOM_STEP);
    }

    public void smaller() {
        zoom.set(zoom.get() - ZOOM_STEP);
    }

    public void usualSize() {
        zoom.set(100);
    }

    private void apply() {
        Application.setUserAgentStylesheet(
                theme.get() == Theme.DARK
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
        scenes.forEach(this::dress);
    }

    private void dress(Scene scene) {
        ObservableList<String> sheets = scene.getStylesheets();
        List<String> modes =
                switch (theme.get()) {
                    case LIGHT -> List.of("light.css");
                    case DARK -> List.of("dark.css");
                    case CONTRAST -> List.of("light.css", "contrast.css");
                };
        // The size is a sheet and not a style of the root node, because menus and tooltips are scenes of their own that
        // take over sheets only.
        String size = String.format(
                Locale.ROOT, "data:text/css,.root%%7B-fx-font-size:%.2fpx;%%7D", ROOT_SIZE * zoom.get() / 100);
        List<String> all = new ArrayList<>();
        all.add(sheet("rostrum.css"));
        modes.forEach(mode -> all.add(sheet(mode)));
        all.add(size);
        sheets.setAll(all);
    }

    private static String sheet(String name) {
        return Themes.class.getResource(name).toExternalForm();
    }

    @Override
    public void close() {
        subscriptions.close();
        scenes.clear();
    }
}
