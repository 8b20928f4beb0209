/**
 * How this program makes files: what is its own alone, what others could have changed, and what the admin asked for by name.
 * Whoever writes a file does it by way of these classes, so that none is left readable by others, whatever folder and umask.
 */
package dev.rostrum.files;
