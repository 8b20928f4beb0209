package dev.rostrum.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How many rows a read shows at most. */
final class LimitOption {
    /** Rows of a table where nothing else is asked for. */
    static final long TABLE = 1000;

    @Option(
            names = "--limit",
            order = OptionOrder.LIMIT,
            paramLabel = "N",
            converter = Rows.class,
            descriptionKey = "limit.limit")
    private Long limit;

    long value(OutputOptions output) {
        return limit != null ? limit : output.forPrograms() ? Long.MAX_VALUE : TABLE;
    }

    /** A number of rows, at least one. */
    static final class Rows implements picocli.CommandLine.ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                long rows = Long.parseLong(value);
                if (rows > 0) {
                    return rows;
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(CommandTexts.get("limit.noNumber", value));
            }
            throw new TypeConversionException(CommandTexts.get("limit.least"));
        }
    }
}
