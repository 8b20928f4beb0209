package dev.rostrum.ui.settings;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The guard's numbers and when runs pause by themselves, of one connection. */
final class SendingViewModel implements Unsaved {
    /** What is typed. */
    enum Number {
        ANNOUNCEMENTS,
        DAYS,
        SAME_TEXT_DAYS,
        QUIET_FROM,
        QUIET_TO,
        SAME_REFUSALS,
        DOUBTS,
        SHARE,
        WINDOW
    }

    private static final int MOST = 10_000;
    private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-3])[:.]([0-5][0-9])");

    private final Texts texts = Texts.of(SendingViewModel.class);
    private final SettingsServices services;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final LatestTask reads = new LatestTask();

    private final BooleanProperty guard = new SimpleBooleanProperty(this, "guard");
    private final Map<Number, StringProperty> values = new EnumMap<>(Number.class);
    private final Map<Number, ReadOnlyStringWrapper> problems = new EnumMap<>(Number.class);
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper(this, "changed");
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private Connection connection;

    SendingViewModel(SettingsServices services, Tasks tasks, Dialogs dialogs) {
        this.services = services;
        this.tasks = tasks;
        this.dialogs = dialogs;
        for (Number number : Number.values()) {
            StringProperty value = new SimpleStringProperty(this, number.name(), "");
            values.put(number, value);
            problems.put(number, new ReadOnlyStringWrapper(this, number.name() + " problem", ""));
            value.subscribe((was, now) -> {
                problems.get(number).set("");
                changed.set(true);
            });
        }
        guard.subscribe((was, now) -> changed.set(true));
        changed.set(false);
    }

    /** Shows the rules of a connection as they are in force. */
    void show(Connection shown) {
        connection = shown;
        tasks.read(() -> services.sending().of(shown))
                .onOk(this::fill)
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .startIn(reads);
    }

    private void fill(SendingRules rules) {
        GuardRules g = rules.guard();
        PauseLimits p = rules.pause();
        guard.set(g.on());
        set(Number.ANNOUNCEMENTS, g.announcements());
        set(Number.DAYS, g.days());
        set(Number.SAME_TEXT_DAYS, g.sameTextDays());
        set(Number.QUIET_FROM, g.quietFrom() == null ? "" : g.quietFrom());
        set(Number.QUIET_TO, g.quietTo() == null ? "" : g.quietTo());
        set(Number.SAME_REFUSALS, p.sameRefusals());
        set(Number.DOUBTS, p.doubts());
        set(
                Number.SHARE,
                BigDecimal.valueOf(p.share())
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString());
        set(Number.WINDOW, p.window());
        problems.values().forEach(words -> words.set(""));
        failure.set("");
        changed.set(false);
    }

    private void set(Number number, Object value) {
        values.get(number).set(value.toString());
    }

    /** The numbers that hold where nothing was set; nothing is stored yet. */
    void usual() {
        fill(SendingRules.DEFAULT);
        changed.set(true);
    }

    @Override
    public boolean isChanged() {
        return changed.get();
    }

    @Override
    public void drop() {
        changed.set(false);
        if (connection != null) {
            discard();
        }
    }

    /** What is stored. */
    void discard() {
        show(connection);
    }

    /** Stores the numbers, or says at each that is wrong what to do. */
    void save() {
        if (connection == null || working.get()) {
            return;
        }
        problems.values().forEach(words -> words.set(""));
        failure.set("");
        SendingRules rules = read();
        if (rules == null) {
            return;
        }
        Connection target = connection;
        working.set(true);
        tasks.control(() -> {
                    services.sending().change(target, rules);
                    return true;
                })
                .onOk(done -> {
                    changed.set(false);
                    dialogs.tell(texts.get("sending.saved", target.name()));
                })
                .onFail(e -> failure.set(FailureTexts.words(e)))
                .andFinally(() -> working.set(false))
                .start();
    }

    /** The rules as typed, or null where something is wrong. */
    private SendingRules read() {
        int announcements = whole(Number.ANNOUNCEMENTS, 1);
        int days = whole(Number.DAYS, 1);
        int sameTextDays = whole(Number.SAME_TEXT_DAYS, 0);
        int sameRefusals = whole(Number.SAME_REFUSALS, 1);
        int doubts = whole(Number.DOUBTS, 1);
        double share = share();
        int window = whole(Number.WINDOW, 1);
        Optional<LocalTime> from = time(Number.QUIET_FROM);
        Optional<LocalTime> to = time(Number.QUIET_TO);
        if (from.isPresent() != to.isPresent() && right(Number.QUIET_FROM) && right(Number.QUIET_TO)) {
            problem(from.isPresent() ? Number.QUIET_TO : Number.QUIET_FROM, texts.get("sending.quiet.both"));
        } else if (from.isPresent() && from.equals(to)) {
            problem(Number.QUIET_TO, texts.get("sending.quiet.same"));
        }
        if (!problems.values().stream().allMatch(words -> words.get().isEmpty())) {
            return null;
        }
        return new SendingRules(
                new GuardRules(guard.get(), announcements, days, sameTextDays, from.orElse(null), to.orElse(null)),
                new PauseLimits(sameRefusals, doubts, share, window));
    }

    private boolean right(Number number) {
        return problems.get(number).get().isEmpty();
    }

    private void problem(Number number, String words) {
        problems.get(number).set(words);
    }

    private int whole(Number number, int least) {
        String text = values.get(number).get().strip();
        int value = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (value < least || value > MOST) {
            problem(number, texts.get("sending.whole", least, MOST));
        }
        return value;
    }

    private double share() {
        String text = values.get(Number.SHARE)
                .get()
                .strip()
                .replace(',', '.')
                .replace("%", "")
                .strip();
        BigDecimal percent = text.matches("[0-9]{1,3}([.][0-9]{1,3})?") ? new BigDecimal(text) : null;
        if (percent == null || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            problem(Number.SHARE, texts.get("sending.share.wrong"));
            return 0;
        }
        return percent.movePointLeft(2).doubleValue();
    }

    private Optional<LocalTime> time(Number number) {
        String text = values.get(number).get().strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            problem(number, texts.get("sending.time.wrong"));
            return Optional.empty();
        }
        return Optional.of(LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2))));
    }

    BooleanProperty guardProperty() {
        return guard;
    }

    StringProperty value(Number number) {
        return values.get(number);
    }

    /** What is wrong with a number and what to do; empty where nothing is. */
    ReadOnlyStringProperty problem(Number number) {
        return problems.get(number).getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }
}
