package dev.rostrum.store;

import dev.rostrum.domain.User;
import java.util.Optional;

/** Cached people, and who of them is "me". */
public final class UserStore {
    public UserStore(Database database) {
        throw new UnsupportedOperationException("in work");
    }

    /** By user id, Entra object id, UPN or email. UPN and email without regard to case; null when several match. */
    public Optional<User> find(String idOrAddress) {
        throw new UnsupportedOperationException("in work");
    }

    public Optional<User> me() {
        throw new UnsupportedOperationException("in work");
    }

    public void setMe(String userId) {
        throw new UnsupportedOperationException("in work");
    }
}
