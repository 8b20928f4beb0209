/**
 * The engine: one SQLite file, one writing process, one writer thread; migrations, lock, health and backups. Nothing of SQL
 * leaves this package and those below it; its errors leave as {@link dev.rostrum.store.StoreFailure}.
 */
package dev.rostrum.store;
