/** The messaging endpoint: what Teams tells the bot is proved, kept, and brought into the cache. */
package dev.rostrum.inbound;
