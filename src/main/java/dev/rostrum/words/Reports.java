package dev.rostrum.words;

import dev.rostrum.domain.PlainReport;
import java.util.List;

/** Reports as plain text. */
public final class Reports {
    private static final String GAP = "  ";

    private Reports() {}

    /** Each column of a block is as wide as its widest cell that has one behind it. The text ends with a line break. */
    public static String of(PlainReport report) {
        StringBuilder text = new StringBuilder(2000);
        for (PlainReport.Block block : report.blocks()) {
            if (text.length() > 0) {
                text.append('\n');
            }
            append(block, text);
        }
        return text.toString();
    }

    private static void append(PlainReport.Block block, StringBuilder text) {
        List<List<String>> rows = block.rows().stream()
                .map(row -> row.stream().map(cell -> Sentences.of(cell)).toList())
                .toList();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                text.append(cell);
                if (column < row.size() - 1) {
                    text.append(" ".repeat(width(rows, column) - length(cell))).append(GAP);
                }
            }
            text.append('\n');
        }
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream()
                .filter(row -> column < row.size() - 1)
                .mapToInt(row -> length(row.get(column)))
                .max()
                .orElse(0);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
