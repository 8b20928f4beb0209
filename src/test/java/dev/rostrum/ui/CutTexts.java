package dev.rostrum.ui;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;

/** Texts of ours that do not fit where they stand. A name or an id may be cut, what the program says may not. */
public final class CutTexts {
    private final Set<String> said = new HashSet<>();

    /** @param language code that ends the names of the bundles; empty for English */
    public CutTexts(String language) {
        String ending = language.isEmpty() ? ".properties" : "_" + language + ".properties";
        try (Stream<Path> files = Files.walk(Path.of("resources"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(each -> each.toString().endsWith(ending))::iterator) {
                Properties bundle = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    bundle.load(reader);
                }
                bundle.values().forEach(each -> said.add(each.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each visible text below the node that is shown with an ellipsis, or whose control reaches beyond its window. */
    public List<String> below(Node node) {
        List<String> cut = new ArrayList<>();
        collect(node, cut);
        return cut;
    }

    private void collect(Node node, List<String> cut) {
        if (!node.isVisible() || node.getOpacity() == 0) {
            return;
        }
        if (node instanceof Labeled labeled && isOurs(labeled)) {
            Text shown = own(labeled);
            if (shown != null
                    && shown.isVisible()
                    && !shown.getText()
                            .replace("\n", " ")
                            .equals(labeled.getText().replace("\n", " "))) {
                cut.add("“" + labeled.getText() + "” is shown as “" + shown.getText() + "”");
            } else if (labeled instanceof ButtonBase && beyond(labeled)) {
                cut.add("“" + labeled.getText() + "” reaches beyond the window");
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, cut));
        }
    }

    /** The text of the control itself; a picture in it may have texts of its own. */
    private static Text own(Labeled labeled) {
        return labeled.getChildrenUnmodifiable().stream()
                .filter(child -> child instanceof Text && child.getStyleClass().contains("text"))
                .map(Text.class::cast)
                .findFirst()
                .orElse(null);
    }

    private boolean isOurs(Labeled labeled) {
        String text = labeled.getText();
        return text != null && !text.isBlank() && (labeled instanceof ButtonBase || said.contains(text));
    }

    /** Beside the window, where nothing scrolls to it. */
    private static boolean beyond(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (up.getStyleClass().contains("scroll-pane") || up.getStyleClass().contains("virtual-flow")) {
                return false;
            }
        }
        Bounds place = node.localToScene(node.getLayoutBounds());
        return place.getMaxX() > node.getScene().getWidth() + 0.5;
    }
}
