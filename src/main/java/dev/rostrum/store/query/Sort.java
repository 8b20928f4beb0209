package dev.rostrum.store.query;

/** One sort column and its direction. */
public record Sort<C extends Enum<C>>(C column, boolean ascending) {}
