package dev.rostrum.ui.compose;

import dev.rostrum.announce.Advice;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A message while it is written: its text, how Teams is to read it, how large it is, and what there is to say about it. */
public final class MessageViewModel implements AutoCloseable {
    private final Texts texts = Texts.of(MessageViewModel.class);
    private final ToIntFunction<Message> size;
    private final Tasks tasks;
    private final Runnable looked;
    private final Consumer<Exception> failed;
    private final Subscriptions subscriptions = new Subscriptions();
    private final LatestTask sizes = new LatestTask();
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ObjectProperty<TextFormat> format = new SimpleObjectProperty<>(this, "format", TextFormat.MARKDOWN);
    private final ReadOnlyIntegerWrapper bytes = new ReadOnlyIntegerWrapper(this, "bytes");

    /**
     * @param size of a message as Teams counts it, in bytes; asked off the FX thread
     * @param looked told when there may be something else to say about the message
     * @param failed told why the size is not known
     */
    public MessageViewModel(ToIntFunction<Message> size, Tasks tasks, Runnable looked, Consumer<Exception> failed) {
        this.size = size;
        this.tasks = tasks;
        this.looked = looked;
        this.failed = failed;
        subscriptions.onChange(text, now -> measure());
        subscriptions.onChange(format, now -> measure());
    }

    /** Counts its size anew. */
    public void measure() {
        Message message = message();
        if (message.isEmpty()) {
            sizes.drop();
            bytes.set(0);
        } else {
            tasks.read(() -> size.applyAsInt(message))
                    .onOk(counted -> {
                        bytes.set(counted);
                        looked.run();
                    })
                    .onFail(failed)
                    .startIn(sizes);
        }
        looked.run();
    }

    public Message message() {
        return new Message(text.get(), format.get());
    }

    /** Shows another message. */
    public void set(Message message) {
        text.set(message.text());
        format.set(message.format());
    }

    /** What there is to say about it, in no order. */
    public List<Check> checks() {
        Message message = message();
        if (message.isEmpty()) {
            return List.of(Check.open(true, texts.get("check.message"), texts.get("check.message.more")));
        }
        List<Check> all = new ArrayList<>();
        int over = bytes.get() - Message.MAX_BYTES;
        if (over > 0) {
            all.add(Check.failed(texts.get("check.large", over), texts.get("check.large.more", (over + 1) / 2)));
        } else if (bytes.get() > Message.WARN_BYTES) {
            all.add(Check.open(
                    false,
                    texts.get("check.size", bytes.get(), Message.MAX_BYTES),
                    texts.get("check.warn", Message.WARN_BYTES)));
        } else if (bytes.get() > 0) {
            all.add(Check.passed(texts.get("check.size", bytes.get(), Message.MAX_BYTES), ""));
        }
        message.fault().ifPresent(fault -> all.add(Check.of(true, fault)));
        // The check of its size stands above.
        Advice.of(message, 0).forEach(advice -> all.add(Check.of(false, advice)));
        return all;
    }

    /** Why it cannot go out as it stands; empty where it can. */
    public Optional<String> blocked() {
        Message message = message();
        if (message.isEmpty()) {
            return Optional.of(texts.get("blocked.message"));
        }
        if (bytes.get() > Message.MAX_BYTES) {
            return Optional.of(texts.get("blocked.large"));
        }
        Optional<Reason> fault = message.fault();
        return fault.map(Sentences::whole);
    }

    public StringProperty textProperty() {
        return text;
    }

    public ObjectProperty<TextFormat> formatProperty() {
        return format;
    }

    /** Size of the request as Teams counts it; 0 where that is not known yet. */
    public ReadOnlyIntegerProperty bytesProperty() {
        return bytes.getReadOnlyProperty();
    }

    @Override
    public void close() {
        subscriptions.close();
        sizes.drop();
    }
}
