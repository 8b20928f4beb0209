package dev.rostrum.connector;

import dev.rostrum.domain.User;
import java.util.List;

/**
 * One page of a roster (connector reference 3.2). It may be larger than asked for, or empty with a next page.
 *
 * @param members entries that have an id
 * @param withoutId how many entries had none and cannot be reached
 * @param next the token of the next page, or null after the last
 */
public record MembersPage(List<User> members, int withoutId, String next) {}
