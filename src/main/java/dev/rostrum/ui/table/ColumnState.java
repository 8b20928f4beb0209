package dev.rostrum.ui.table;

/**
 * How the admin has a column: what is remembered of a table.
 *
 * @param width in pixels at 100 % zoom
 */
public record ColumnState(String id, boolean shown, double width) {}
