package dev.rostrum.domain;

import java.time.Instant;

/**
 * What a person wrote to the bot, kept where the admin switched that on.
 *
 * @param at when it was written
 * @param text as it was last changed, at most {@value OptOutWords#MAX_TEXT} characters
 */
public record Reply(Instant at, String text) {}
