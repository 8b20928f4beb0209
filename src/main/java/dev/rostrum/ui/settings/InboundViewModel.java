package dev.rostrum.ui.settings;

import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.inbound.Listening;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Whether and where the console listens, whether replies are kept, and the words by which people ask to be left alone. */
final class InboundViewModel extends InboundPageViewModel {
    private static final int MAX_PORT = 65_535;

    /** What is typed where. */
    enum Field {
        HOST,
        PORT,
        STOP_WORDS,
        START_WORDS,
        CONFIRMATION,
        AGAIN
    }

    private final Texts texts = Texts.of(InboundViewModel.class);
    private final BooleanProperty listen = new SimpleBooleanProperty(this, "listen");
    private final BooleanProperty replies = new SimpleBooleanProperty(this, "replies");
    private final List<StringProperty> values = Stream.of(Field.values())
            .map(field -> (StringProperty) new SimpleStringProperty(this, field.name(), ""))
            .toList();
    private final ReadOnlyStringWrapper portProblem = new ReadOnlyStringWrapper(this, "portProblem", "");
    private final ReadOnlyStringWrapper address = new ReadOnlyStringWrapper(this, "address", "");
    private final ReadOnlyStringWrapper openWarning = new ReadOnlyStringWrapper(this, "openWarning", "");

    InboundViewModel(Workspace open, Tasks tasks, Dialogs dialogs) {
        super(open, tasks, dialogs);
        Stream.<Property<?>>concat(Stream.of(listen, replies), values.stream())
                .forEach(property -> property.subscribe((was, now) -> touched()));
        value(Field.PORT).subscribe((was, now) -> portProblem.set(""));
        for (Field field : List.of(Field.HOST, Field.PORT)) {
            value(field).subscribe((was, now) -> showPlace());
        }
        showPlace();
    }

    private void showPlace() {
        String host = value(Field.HOST).get().strip();
        boolean loopback = host.isEmpty() || new Listening.Place(host, 1).loopback();
        openWarning.set(loopback ? "" : texts.get("inbound.open", host));
        if (!host.isEmpty()) {
            port().ifPresent(port -> address.set(new Listening.Place(host, port).url()));
        }
    }

    private Optional<Integer> port() {
        String typed = value(Field.PORT).get().strip();
        int port = typed.matches("[0-9]{1,5}") ? Integer.parseInt(typed) : 0;
        return port < 1 || port > MAX_PORT ? Optional.empty() : Optional.of(port);
    }

    @Override
    void fill(InboundSettings settings) {
        listen.set(settings.listen());
        value(Field.HOST).set(settings.host());
        value(Field.PORT).set(Integer.toString(settings.port()));
        replies.set(settings.replies());
        words(settings);
        portProblem.set("");
    }

    private void words(InboundSettings settings) {
        value(Field.STOP_WORDS).set(String.join(", ", settings.stopWords()));
        value(Field.START_WORDS).set(String.join(", ", settings.startWords()));
        value(Field.CONFIRMATION).set(settings.confirmation().text());
        value(Field.AGAIN).set(settings.again().text());
    }

    /** The words and answers that hold where nothing was set; nothing is stored yet. */
    void usualWords() {
        words(InboundSettings.DEFAULT);
    }

    @Override
    Optional<InboundSettings> typed(InboundSettings base) {
        Optional<Integer> port = port();
        if (port.isEmpty()) {
            portProblem.set(texts.get("inbound.port.wrong", String.valueOf(MAX_PORT)));
            return Optional.empty();
        }
        return Optional.of(base.withListening(listen.get(), value(Field.HOST).get(), port.get())
                .withReplies(replies.get())
                .withWords(
                        list(Field.STOP_WORDS),
                        list(Field.START_WORDS),
                        answer(Field.CONFIRMATION),
                        answer(Field.AGAIN)));
    }

    private List<String> list(Field field) {
        return Arrays.stream(value(field).get().split("[,;\\n\\u3001\\uff0c]"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private Message answer(Field field) {
        return new Message(value(field).get().strip(), TextFormat.PLAIN);
    }

    @Override
    InboundSettings part(InboundSettings mine, InboundSettings rest) {
        return rest.withListening(mine.listen(), mine.host(), mine.port())
                .withReplies(mine.replies())
                .withWords(mine.stopWords(), mine.startWords(), mine.confirmation(), mine.again());
    }

    /** Where replies are no longer to be kept, what becomes of those that are is asked first. */
    @Override
    void store(InboundSettings before, InboundSettings after) {
        if (!before.replies() || after.replies()) {
            write(after);
            return;
        }
        tasks().read(() -> open().views().replyCount())
                .onOk(kept -> {
                    if (kept == 0) {
                        write(after);
                    } else {
                        askAboutReplies(kept, after);
                    }
                })
                .onFail(this::failed)
                .start();
    }

    private void askAboutReplies(long kept, InboundSettings after) {
        dialogs()
                .ask(
                        new Question(
                                texts.get("replies.title", kept),
                                texts.get("replies.body"),
                                Choice.standard("keep", texts.get("replies.keep")),
                                Choice.danger("delete", texts.get("replies.delete", kept))),
                        answer -> {
                            if (answer.equals("keep")) {
                                write(after);
                            } else if (answer.equals("delete")) {
                                // First nothing is kept any more, then nothing is left.
                                write(after, () -> open().act().deleteReplies());
                            }
                        });
    }

    BooleanProperty listenProperty() {
        return listen;
    }

    BooleanProperty repliesProperty() {
        return replies;
    }

    StringProperty value(Field field) {
        return values.get(field.ordinal());
    }

    /** What is wrong with the port; empty where nothing is. */
    ReadOnlyStringProperty portProblemProperty() {
        return portProblem.getReadOnlyProperty();
    }

    /** Where a tunnel or a reverse proxy is to lead once this is saved. */
    ReadOnlyStringProperty addressProperty() {
        return address.getReadOnlyProperty();
    }

    /** Who else could reach it; empty where only this computer does. */
    ReadOnlyStringProperty openWarningProperty() {
        return openWarning.getReadOnlyProperty();
    }
}
