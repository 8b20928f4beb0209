package dev.rostrum.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers as options take them. */
final class Counted {
    private Counted() {}

    private static long parse(String value, long least, String what) {
        long number;
        try {
            number = Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not a number of " + what);
        }
        if (number < least) {
            throw new TypeConversionException("it begins at " + least);
        }
        return number;
    }

    /** How many recipients there are. */
    static final class Recipients implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return parse(value, 0, "recipients");
        }
    }

    /** Requests per second. */
    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            double rate;
            try {
                rate = new BigDecimal(value.strip().replace(',', '.')).doubleValue();
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a number of requests per second");
            }
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new TypeConversionException("it is a number above 0, like 5 or 0.5");
            }
            return rate;
        }
    }

    /** How many people, at least one. */
    static final class Canary implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            long people = parse(value, 1, "people");
            if (people > Integer.MAX_VALUE) {
                throw new TypeConversionException("it ends at " + Integer.MAX_VALUE);
            }
            return (int) people;
        }
    }
}
