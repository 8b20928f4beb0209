package dev.rostrum.store.people;

import dev.rostrum.domain.User;
import dev.rostrum.store.TextKeys;

/** A user with what they are sorted and found by. It is made before the commit, not on the writer's thread. */
record KeyedUser(User user, byte[] nameKey, String folded) {
    static KeyedUser of(User user) {
        return new KeyedUser(
                user,
                TextKeys.sortKey(user.label()),
                TextKeys.fold(user.name(), user.email(), user.userPrincipalName(), user.id(), user.objectId()));
    }
}
