package dev.rostrum.ui.table;

/** One column that a table is ordered by. */
public record SortKey(String column, boolean ascending) {}
