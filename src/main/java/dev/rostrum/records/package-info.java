/** What the admin takes out of the program and puts back: exports that other programs read, backups. */
package dev.rostrum.records;
