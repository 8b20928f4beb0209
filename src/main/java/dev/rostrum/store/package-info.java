/**
 * The data file of a connection: one SQLite file, one writing process, one writer thread. Nothing of SQL leaves this package;
 * its errors leave as {@link dev.rostrum.store.StoreFailure}.
 */
package dev.rostrum.store;
