package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Planner;
import dev.rostrum.domain.Purpose;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TypedNumber;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;

/** What is chosen on the review beyond message and people, some of it as it was typed. Each choice is off unless it is made. */
final class ReviewChoices {
    /** How many are tried first where the admin gives no number. */
    static final int USUAL_CANARY = 25;

    private final Texts texts = Texts.of(ReviewChoices.class);
    private final boolean local;
    private final BooleanProperty canaryOn = new SimpleBooleanProperty(this, "canaryOn");
    private final StringProperty canary = new SimpleStringProperty(this, "canary", Integer.toString(USUAL_CANARY));
    private final BooleanProperty rateOn = new SimpleBooleanProperty(this, "rateOn");
    private final StringProperty rate = new SimpleStringProperty(this, "rate", "");
    private final BooleanProperty outsiders = new SimpleBooleanProperty(this, "outsiders");
    private final BooleanProperty unknownKind = new SimpleBooleanProperty(this, "unknownKind");
    private final BooleanProperty retryGateway = new SimpleBooleanProperty(this, "retryGateway");

    /**
     * @param before what was chosen before
     * @param local whether it goes to a service on this computer, which sets no limit to the rate
     */
    ReviewChoices(SendChoices before, boolean local) {
        this.local = local;
        outsiders.set(before.outsiders());
        unknownKind.set(before.unknownKind());
        retryGateway.set(before.retryGatewayErrors());
        if (before.canary() > 0) {
            canaryOn.set(true);
            canary.set(Integer.toString(before.canary()));
        }
        if (before.rate() != null) {
            rateOn.set(true);
            rate.set(BigDecimal.valueOf(before.rate()).stripTrailingZeros().toPlainString());
        }
    }

    /** Everything that can be chosen. */
    List<ObservableValue<?>> all() {
        return List.of(canaryOn, canary, rateOn, rate, outsiders, unknownKind, retryGateway);
    }

    /** The first people and the rate only where they can be read. */
    SendChoices chosen(String override) {
        return new SendChoices(
                retryGateway.get(),
                Math.max(0, firstPeople()),
                outsiders.get(),
                unknownKind.get(),
                override,
                rate(),
                Purpose.ANNOUNCEMENT);
    }

    /** Whether all that was typed can be read. */
    boolean readable() {
        return canaryTrouble() == null && rateTrouble() == null;
    }

    /** People who are tried first: 0 for all at once, -1 where what was typed is no number of people. */
    int firstPeople() {
        if (!canaryOn.get()) {
            return 0;
        }
        String number = ReviewViewModel.digits(canary.get());
        if (!number.matches("[0-9]{1,7}")) {
            return -1;
        }
        int people = Integer.parseInt(number);
        return people == 0 ? -1 : people;
    }

    /** Why the number of first people cannot be taken, or null. */
    String canaryTrouble() {
        return firstPeople() < 0 ? texts.get("review.canary.wrong") : null;
    }

    /** Requests a second at most, or null for the connection's own rate. */
    Double rate() {
        if (!rateOn.get()) {
            return null;
        }
        OptionalDouble typed = TypedNumber.decimal(rate.get());
        return typed.isPresent() && typed.getAsDouble() > 0 && (local || typed.getAsDouble() <= Planner.MOST_RATE)
                ? (Double) typed.getAsDouble()
                : null;
    }

    /** Why the rate cannot be taken, or null. */
    String rateTrouble() {
        if (!rateOn.get() || rate() != null) {
            return null;
        }
        return local
                ? texts.get("review.rate.wrong.local")
                : texts.get("review.rate.wrong", Counts.rate(Planner.MOST_RATE));
    }

    /** Whether a few people are tried first. */
    BooleanProperty canaryOnProperty() {
        return canaryOn;
    }

    /** How many, as typed. */
    StringProperty canaryProperty() {
        return canary;
    }

    /** Whether it is sent slower than the connection sends. */
    BooleanProperty rateOnProperty() {
        return rateOn;
    }

    /** Requests a second, as typed. */
    StringProperty rateProperty() {
        return rate;
    }

    /** Guests and external people take part. */
    BooleanProperty outsidersProperty() {
        return outsiders;
    }

    /** People take part of whom nothing says what they are. */
    BooleanProperty unknownKindProperty() {
        return unknownKind;
    }

    /** 502, 503 and 504 are tried again, which may deliver twice. */
    BooleanProperty retryGatewayProperty() {
        return retryGateway;
    }
}
