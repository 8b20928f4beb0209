/**
 * The one place where a reason, a problem, a state, a count, a time or a size becomes words, in the reader's language, for window
 * and terminal alike. Bundles lie beside the classes: one for each first part of a code, so that {@code store.inUse} is the key
 * {@code store.inUse} in {@code store.properties}. A second language is a second file of each.
 */
package dev.rostrum.words;
