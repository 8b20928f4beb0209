package dev.rostrum.ui.shell;

/** A connection as the window names it. */
public record ConnectionItem(String id, String name, boolean simulated) {}
