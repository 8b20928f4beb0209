package dev.rostrum.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers as options take them. */
final class Counted {
    private Counted() {}

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
            double rate;
            try {
                rate = new BigDecimal(value.strip().replace(',', '.')).doubleValue();
            } catch (NumberFormatException e) {
                throw new TypeConversionException(CommandTexts.get("counted.rate", value));
            }
            if (!(rate > 0) || Double.isInfinite(rate)) {
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
