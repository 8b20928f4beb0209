package dev.rostrum.connector;

import dev.rostrum.domain.User;
import java.util.List;

/**
 * One page of a roster (connector reference 3.2), as it came: a person may stand on two pages, or twice on one.
 *
 * <p>Whoever walks the pages keeps to this: only {@code next == null} is the end, as a page may be larger or smaller than asked
 * for, or empty with a next page; the same token twice means that the service goes in circles; more than 1,000 pages are more
 * than any team has; tokens expire and are not to be stored; the pages together are no snapshot.
 *
 * @param members entries that have an id
 * @param withoutId how many entries had none and cannot be reached
 * @param next the token of the next page, opaque, or null after the last
 */
public record MembersPage(List<User> members, int withoutId, String next) {}
