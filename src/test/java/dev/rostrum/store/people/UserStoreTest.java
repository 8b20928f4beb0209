package dev.rostrum.store.people;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.roster;
import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class UserStoreTest {
    @TempDir
    Path folder;

    private static User person(String id, String objectId, String email, String upn) {
        return new User(id, StoreFixture.objectId(objectId), "N", null, null, email, upn, null, UserKind.MEMBER);
    }

    @Test
    void findsByIdObjectIdUpnAndEmail() {
        try (Database database = StoreFixture.open(folder.resolve("x.db"))) {
            User ivy =
                    person("29:Ivy", "0aaaaaaa-0000-4000-8000-000000000001", "INFO.ivy@example.com", "ivy@EXAMPLE.com");
            User same = person("29:2", "abc-2", "shared@example.com", null);
            User shared = person("29:3", "abc-3", "SHARED@example.com", null);
            User case2 = person("29:ivy", null, null, null);
            roster(database, "19:a", T0, ivy, same, shared, case2);
            UserStore users = new UserStore(database);
            assertThat(users.find("29:Ivy")).contains(ivy);
            assertThat(users.find("29:ivy")).contains(case2);
            assertThat(users.find(" 0AAAAAAA-0000-4000-8000-000000000001 ")).contains(ivy);
            assertThat(users.find("IVY@example.com")).contains(ivy);
            assertThat(users.find("info.ivy@EXAMPLE.COM")).contains(ivy);
            assertThat(users.find("nobody@example.com")).isEmpty();
            assertThat(users.find(" ")).isEmpty();
            assertThat(users.find(null)).isEmpty();
            assertThatThrownBy(() -> users.find("Shared@Example.com"))
                    .isInstanceOf(Problem.class)
                    .satisfies(says("2 people have the address"));
        }
    }

    @Test
    void meIsPickedOnceAndKept() {
        User anna = person("29:a", null, null, null);
        try (Database database = StoreFixture.open(folder.resolve("x.db"))) {
            roster(database, "19:a", T0, anna, person("29:b", null, null, null));
            UserStore users = new UserStore(database);
            assertThat(users.me()).isEmpty();
            assertThatThrownBy(() -> users.setMe("29:none")).isInstanceOf(Problem.class);
            users.setMe("29:b");
            users.setMe("29:a");
            assertThat(users.me()).contains(anna);
        }
        try (Database database = StoreFixture.open(folder.resolve("x.db"))) {
            UserStore users = new UserStore(database);
            assertThat(users.me()).contains(anna);
            users.setMe(null);
            assertThat(users.me()).isEmpty();
        }
    }
}
