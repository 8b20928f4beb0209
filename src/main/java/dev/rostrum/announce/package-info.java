/**
 * From a message and an audience to outcomes: the plan, the dispatcher that works it off through the ledger, and the run an
 * admin watches, pauses, resumes and stops.
 */
package dev.rostrum.announce;
