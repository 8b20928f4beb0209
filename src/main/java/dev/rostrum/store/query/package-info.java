/** Read-only questions for tables: a filter, a sort and a position in, immutable rows out. */
package dev.rostrum.store.query;
