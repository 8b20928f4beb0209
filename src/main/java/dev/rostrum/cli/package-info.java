/** The terminal: one class a command, the same use cases as the window. */
package dev.rostrum.cli;
