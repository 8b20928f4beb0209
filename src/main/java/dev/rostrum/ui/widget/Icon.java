package dev.rostrum.ui.widget;

import javafx.scene.AccessibleRole;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.feather.FeatherIkonHandler;

/**
 * A Feather icon by its name, such as {@code check-circle}. Its size is set by the style sheet in em, so that it grows with
 * the zoom, which Ikonli's own node cannot: that one fixes its size in pixels. Decoration to a screen reader.
 */
public final class Icon extends Text {
    /** Points: 16 for navigation and headers, 14 for buttons and cells, 12 for chips, 24 for empty tables. */
    public enum Size {
        NAV("r-icon-16"),
        BUTTON("r-icon-14"),
        CHIP("r-icon-12"),
        EMPTY("r-icon-24");

        private final String style;

        Size(String style) {
            this.style = style;
        }
    }

    static {
        // Makes the family known to the style sheets; the size says nothing.
        Font.loadFont(new FeatherIkonHandler().getFontResourceAsStream(), 14);
    }

    private String name;
    private Size size;

    public Icon() {
        this("circle");
    }

    /** Makes one in button size. */
    public Icon(String name) {
        this(name, Size.BUTTON);
    }

    public Icon(String name, Size size) {
        // The first class lets the theme colour it with the button or menu it stands in.
        getStyleClass().addAll("ikonli-font-icon", "r-icon");
        setAccessibleRole(AccessibleRole.NODE);
        setIcon(name);
        setSize(size);
    }

    public static Icon of(String name, Size size, String... styles) {
        Icon icon = new Icon(name, size);
        icon.getStyleClass().addAll(styles);
        return icon;
    }

    public String getIcon() {
        return name;
    }

    /**
     * Shows another icon.
     *
     * @throws IllegalArgumentException when Feather has no such icon
     */
    public void setIcon(String name) {
        this.name = name;
        setText(Character.toString(Feather.findByDescription("fth-" + name).getCode()));
    }

    public Size getSize() {
        return size;
    }

    public void setSize(Size size) {
        if (this.size != null) {
            getStyleClass().remove(this.size.style);
        }
        this.size = size;
        getStyleClass().add(size.style);
    }
}
