package dev.rostrum.ui.fx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/** Everything that a screen listens to, so that it can be dropped together when the screen goes. */
public final class Subscriptions implements AutoCloseable {
    private final Deque<Subscription> endings = new ArrayDeque<>();

    /** Unsubscribes this when the bag is closed; any action will do. */
    public void add(Subscription subscription) {
        endings.push(subscription);
    }

    /** Tells the present value at once and every later one. */
    public <T> void observe(ObservableValue<T> value, Consumer<? super T> listener) {
        add(value.subscribe(listener::accept));
    }

    /** Tells later values only. */
    public <T> void onChange(ObservableValue<T> value, Consumer<? super T> listener) {
        add(value.subscribe((before, after) -> listener.accept(after)));
    }

    public <T> void onChange(ObservableList<T> list, Runnable listener) {
        ListChangeListener<T> each = change -> listener.run();
        list.addListener(each);
        add(() -> list.removeListener(each));
    }

    /** Binds one way until the bag is closed. */
    public <T> void bind(Property<T> target, ObservableValue<? extends T> source) {
        target.bind(source);
        add(target::unbind);
    }

    /** Binds both ways until the bag is closed. */
    public <T> void bindBoth(Property<T> target, Property<T> source) {
        target.bindBidirectional(source);
        add(() -> target.unbindBidirectional(source));
    }

    /** Ends all, the newest first. It is usable again afterwards. */
    @Override
    public void close() {
        while (!endings.isEmpty()) {
            endings.pop().unsubscribe();
        }
    }
}
