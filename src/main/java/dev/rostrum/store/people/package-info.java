/** Teams, people, memberships, conversations, opt-outs and imports: a class for each aggregate. */
package dev.rostrum.store.people;
