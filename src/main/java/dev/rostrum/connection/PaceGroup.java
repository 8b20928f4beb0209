package dev.rostrum.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.connection.Connection.Pace;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TypedNumber;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/** How fast the connection may go: pacing and the ceiling can be lifted only on this computer. */
final class PaceGroup implements SettingsGroup<Pace> {
    private static final int MAX_IN_FLIGHT = 64;

    @Override
    public Pace read(JsonNode entry) {
        boolean local = AddressGroup.local(entry);
        double rate = entry.path("requestsPerSecond").asDouble(Pacer.DEFAULT_RATE);
        if (!allowed(rate, local)) {
            throw new Problem(Problem.Kind.WRONG_USE, outside(rate), null);
        }
        int inFlight = entry.path("inFlight").asInt(Connection.DEFAULT_IN_FLIGHT);
        return new Pace(rate == 0 ? Double.POSITIVE_INFINITY : rate, Math.max(1, Math.min(MAX_IN_FLIGHT, inFlight)));
    }

    private static boolean allowed(double rate, boolean local) {
        return (rate == 0 && local) || (rate > 0 && !Double.isInfinite(rate) && (rate <= Pacer.CEILING || local));
    }

    private static Reason outside(double rate) {
        return Reason.of(rate == 0 ? "connection.rate.lifted" : "connection.rate", (int) Pacer.CEILING);
    }

    @Override
    public void write(Pace pace, ObjectNode entry) {
        entry.put("requestsPerSecond", Double.isInfinite(pace.requestsPerSecond()) ? 0 : pace.requestsPerSecond());
        entry.put("inFlight", pace.inFlight());
    }

    @Override
    public Pace check(FormReading form) {
        return new Pace(rate(form), inFlight(form));
    }

    private static double rate(FormReading form) {
        if (!form.given(Field.RATE)) {
            return Pacer.DEFAULT_RATE;
        }
        OptionalDouble typed = TypedNumber.decimal(form.text(Field.RATE));
        if (typed.isEmpty()) {
            form.problem(Field.RATE, "connection.rate.number", (int) Pacer.CEILING, Pacer.DEFAULT_RATE);
            return Pacer.DEFAULT_RATE;
        }
        double rate = typed.getAsDouble();
        if (!allowed(rate, form.local())) {
            form.problem(Field.RATE, outside(rate));
        }
        return rate == 0 ? Double.POSITIVE_INFINITY : rate;
    }

    private static int inFlight(FormReading form) {
        if (!form.given(Field.IN_FLIGHT)) {
            return Connection.DEFAULT_IN_FLIGHT;
        }
        String text = form.text(Field.IN_FLIGHT);
        int number = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MAX_IN_FLIGHT) {
            form.problem(Field.IN_FLIGHT, "connection.inFlight", MAX_IN_FLIGHT, Connection.DEFAULT_IN_FLIGHT);
        }
        return number;
    }

    @Override
    public ConnectionForm typed(Connection connection, ConnectionForm form) {
        double rate = connection.requestsPerSecond();
        return form.with(
                        Field.RATE,
                        Double.isInfinite(rate)
                                ? "0"
                                : BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString())
                .with(Field.IN_FLIGHT, Integer.toString(connection.inFlight()));
    }
}
