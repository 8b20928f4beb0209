package dev.rostrum.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;

/**
 * What a reader of the screen in view would miss: a control without a name or role, text and icons too pale for what is behind them
 * (WCAG 2: 4.5:1, large text and icons 3:1), a state that is told by colour alone. Colours are those that were resolved, laid over each
 * other as they are drawn. On the FX thread.
 */
public final class AccessibilityCheck {
    private static final double TEXT = 4.5;
    private static final double LARGE = 3;
    private static final double CONTRAST_TEXT = 7;
    /** From this size on text counts as large, in px: 18 pt, or 14 pt in bold. */
    private static final double LARGE_SIZE = 24;

    private static final double LARGE_BOLD = 18.66;
    /** Colours are rounded to eight bits. */
    private static final double ROUNDING = 0.03;

    private final boolean highContrast;
    private final Set<String> faults = new TreeSet<>();
    private int texts;

    private AccessibilityCheck(boolean highContrast) {
        this.highContrast = highContrast;
    }

    /** @param highContrast body and muted text are to have 7:1 */
    public static List<String> faults(Scene scene, boolean highContrast) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        AccessibilityCheck check = new AccessibilityCheck(highContrast);
        check.walk(scene.getRoot(), Color.WHITE, 1);
        if (check.texts < 5) {
            check.faults.add("hardly any text was seen");
        }
        return new ArrayList<>(check.faults);
    }

    private void walk(Node node, Color behind, double opacity) {
        if (!node.isVisible() || node.isDisabled() || outside(node)) {
            return;
        }
        double through = opacity * node.getOpacity();
        Color under = behind;
        if (node instanceof Region region && region.getBackground() != null) {
            for (BackgroundFill fill : region.getBackground().getFills()) {
                if (fill.getFill() instanceof Color colour) {
                    under = over(colour, through, under);
                }
            }
        }
        // The list of a choice belongs to the choice, whose name it has.
        if (node instanceof Control control && !(node.getParent() instanceof ComboBoxBase)) {
            name(control);
        }
        if (node.getStyleClass().contains("r-chip")) {
            notByColourAlone(node);
        }
        if (node instanceof Text text) {
            contrast(text, under, through);
        } else if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                walk(child, under, through);
            }
        }
    }

    private static boolean outside(Node node) {
        Bounds in = node.localToScene(node.getLayoutBounds());
        Scene scene = node.getScene();
        return in == null
                || scene == null
                || in.getMaxX() < 0
                || in.getMaxY() < 0
                || in.getMinX() > scene.getWidth()
                || in.getMinY() > scene.getHeight();
    }

    private void contrast(Text text, Color behind, double opacity) {
        if (text.getText().isBlank() || !(text.getFill() instanceof Color fill)) {
            return;
        }
        texts++;
        boolean icon = text.getStyleClass().contains("r-icon");
        boolean bold = text.getFont().getStyle().toLowerCase(Locale.ROOT).contains("bold");
        double size = text.getFont().getSize();
        boolean large = size >= LARGE_SIZE || (bold && size >= LARGE_BOLD);
        double wanted = icon ? highContrast ? TEXT : LARGE : highContrast ? CONTRAST_TEXT : large ? LARGE : TEXT;
        // White on a filled button is neither body nor muted text.
        if (highContrast && fill.equals(Color.WHITE)) {
            wanted = TEXT;
        }
        double ratio = ratio(over(fill, opacity, behind), behind);
        if (ratio < wanted - ROUNDING) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%.2f:1 instead of %.1f:1: %s %s on %s at %s",
                    ratio,
                    wanted,
                    icon ? "icon" : "\u201c" + text.getText() + "\u201d",
                    hex(fill),
                    hex(behind),
                    place(text)));
        }
    }

    private void name(Control control) {
        if (control.getAccessibleRole() == null) {
            faults.add("no role: " + place(control));
        }
        boolean named;
        if (control instanceof ButtonBase button) {
            named = said(button.getAccessibleText()) || said(button.getText());
            boolean iconOnly = !said(button.getText()) && button.getGraphic() instanceof Text;
            if (iconOnly && button.getTooltip() == null && button.isFocusTraversable()) {
                faults.add("an icon alone, without a tooltip: " + place(control));
            }
        } else if (control instanceof TextInputControl
                || control instanceof ComboBoxBase
                || control instanceof ListView
                || control instanceof TableView) {
            named = said(control.getAccessibleText())
                    || control.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) != null
                    || (control instanceof TextInputControl && !control.isFocusTraversable());
        } else {
            named = !control.isFocusTraversable()
                    || said(control.getAccessibleText())
                    || control.queryAccessibleAttribute(AccessibleAttribute.TEXT) instanceof String text && said(text)
                    || control.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) != null
                    || control.getAccessibleRole() == AccessibleRole.SCROLL_PANE;
        }
        if (!named) {
            faults.add("no name: " + place(control));
        }
    }

    private void notByColourAlone(Node chip) {
        List<Text> inside = new ArrayList<>();
        collect(chip, inside);
        boolean icon = inside.stream().anyMatch(text -> text.getStyleClass().contains("r-icon"));
        boolean word = inside.stream()
                .anyMatch(text -> !text.getStyleClass().contains("r-icon")
                        && !text.getText().isBlank());
        if (!icon || !word) {
            faults.add("a state by colour alone: " + place(chip));
        }
    }

    private static void collect(Node node, List<Text> texts) {
        if (node instanceof Text text) {
            texts.add(text);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
        }
    }

    private static boolean said(String text) {
        return text != null && !text.isBlank();
    }

    private static Color over(Color colour, double opacity, Color behind) {
        double share = colour.getOpacity() * opacity;
        return Color.color(
                colour.getRed() * share + behind.getRed() * (1 - share),
                colour.getGreen() * share + behind.getGreen() * (1 - share),
                colour.getBlue() * share + behind.getBlue() * (1 - share));
    }

    /** WCAG 2.1: relative luminance, and the ratio of two. */
    static double ratio(Color one, Color other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.03928 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static String hex(Color colour) {
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                Math.round(colour.getRed() * 255),
                Math.round(colour.getGreen() * 255),
                Math.round(colour.getBlue() * 255));
    }

    private static String place(Node node) {
        StringBuilder place = new StringBuilder();
        Node at = node;
        for (int i = 0; at != null && i < 5; i++, at = at.getParent()) {
            place.append(i == 0 ? "" : " < ")
                    .append(at.getClass().getSimpleName())
                    .append(at.getId() == null ? "" : "#" + at.getId())
                    .append(at.getStyleClass());
        }
        return place.toString();
    }
}
