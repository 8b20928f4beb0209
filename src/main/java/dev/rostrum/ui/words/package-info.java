/** How states, times, counts and estimates look and read, the same on every screen. */
package dev.rostrum.ui.words;
