/** What the admin takes out of the program: exports that other programs read. */
package dev.rostrum.records;
