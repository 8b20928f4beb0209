package dev.rostrum.cli;

import dev.rostrum.domain.TypedNumber;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers as options take them. */
final class NumberConverters {
    private NumberConverters() {}

    private static long parse(String value, long least, String noNumber) {
        long number;
        try {
            number = Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException(CommandTexts.get(noNumber, value));
        }
        if (number < least) {
            throw new TypeConversionException(CommandTexts.get("counted.least", least));
        }
        return number;
    }

    /** A number of any option or parameter that has no rule of its own. */
    static long whole(String value) {
        return parse(value, Long.MIN_VALUE, "counted.number");
    }

    /** Does as {@link #whole}. */
    static int wholeInt(String value) {
        long number = whole(value);
        if (number < Integer.MIN_VALUE) {
            throw new TypeConversionException(CommandTexts.get("counted.least", Integer.MIN_VALUE));
        }
        if (number > Integer.MAX_VALUE) {
            throw new TypeConversionException(CommandTexts.get("counted.most", Integer.MAX_VALUE));
        }
        return (int) number;
    }

    /** A number with a fraction, of any option that has no rule of its own. */
    static double decimal(String value) {
        return TypedNumber.decimal(value)
                .orElseThrow(() -> new TypeConversionException(CommandTexts.get("counted.decimal", value)));
    }

    /** How many recipients there are. */
    static final class Recipients implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return parse(value, 0, "counted.recipients");
        }
    }

    /** Requests per second. */
    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            double rate = TypedNumber.decimal(value)
                    .orElseThrow(() -> new TypeConversionException(CommandTexts.get("counted.rate", value)));
            if (rate == 0) {
                throw new TypeConversionException(CommandTexts.get("counted.rate.least"));
            }
            return rate;
        }
    }

    /** How many people, at least one. */
    static final class Canary implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            long people = parse(value, 1, "counted.people");
            if (people > Integer.MAX_VALUE) {
                throw new TypeConversionException(CommandTexts.get("counted.most", Integer.MAX_VALUE));
            }
            return (int) people;
        }
    }
}
