package dev.rostrum.ui.widget;

/**
 * How the admin has a column: what is remembered of a table.
 *
 * @param width in pixels at 100 % zoom
 */
public record ColumnState(String id, boolean shown, double width) {}
