/**
 * What was planned and sent: jobs, their deliveries and attempts, the guard's questions, the admin's decisions, totals.
 * {@link dev.rostrum.store.ledger.Ledger} holds one of each class; none of them forwards to another.
 */
package dev.rostrum.store.ledger;
