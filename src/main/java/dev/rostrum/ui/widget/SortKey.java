package dev.rostrum.ui.widget;

/** One column that a table is ordered by. */
public record SortKey(String column, boolean ascending) {}
