package dev.rostrum.ui.shell;

import dev.rostrum.ui.widget.Tone;

/**
 * Something that stands above every screen until it is settled or closed.
 *
 * @param what said in bold first; may be empty
 * @param rest the rest of the sentence
 * @param more how many others wait behind it
 * @param button words of its button
 * @param press what the button does
 * @param notOn the screen that says it by itself
 */
public record ShellNotice(Tone tone, String what, String rest, int more, String button, Runnable press, String notOn) {}
