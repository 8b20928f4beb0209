package dev.rostrum.ui.shell;

/**
 * A small sign in the status bar that leads somewhere.
 *
 * @param more said where the mouse rests on it, and to a screen reader
 * @param trouble whether it does not work
 * @param press what it leads to
 */
public record StatusSign(String words, String more, boolean trouble, Runnable press) {}
