package dev.rostrum.ui.widget;

import javafx.event.Event;
import javafx.event.EventType;

/** Something short that a control has to say, such as "Copied 3 rows". It goes up to the window, which shows it for a moment. */
public final class News extends Event {
    public static final EventType<News> TOLD = new EventType<>(Event.ANY, "NEWS_TOLD");

    private static final long serialVersionUID = 1;

    private final String words;

    public News(String words) {
        super(TOLD);
        this.words = words;
    }

    public String words() {
        return words;
    }
}
