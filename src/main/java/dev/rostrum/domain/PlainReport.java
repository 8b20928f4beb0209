package dev.rostrum.domain;

import java.util.List;

/**
 * A report for people as data, for a file or the clipboard: blocks with an empty line between them.
 *
 * @param blocks in order
 */
public record PlainReport(List<Block> blocks) {
    public PlainReport {
        blocks = List.copyOf(blocks);
    }

    /**
     * Rows whose cells stand under each other.
     *
     * @param rows each with its cells; a row may have fewer than others
     */
    public record Block(List<List<Reason>> rows) {
        public Block {
            rows = rows.stream().map(List::copyOf).toList();
        }

        /** Lines of one cell each. */
        public static Block lines(Reason... lines) {
            return new Block(List.of(lines).stream().map(List::of).toList());
        }
    }
}
