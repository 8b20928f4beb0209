package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Screen;
import java.util.function.Supplier;

/**
 * One screen as the navigation knows it.
 *
 * @param id stable name, for {@link Navigator#open}
 * @param icon a Feather name
 * @param atBottom stands at the foot of the navigation; the first such one also opens by Ctrl+comma
 * @param make called once, when the screen is opened first
 */
public record ScreenEntry(String id, String title, String icon, boolean atBottom, Supplier<? extends Screen> make) {

    /** Makes an entry at the top of the navigation. */
    public ScreenEntry(String id, String title, String icon, Supplier<? extends Screen> make) {
        this(id, title, icon, false, make);
    }
}
