package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonIdTest {
    private static final String ANNA = "aaaaaaaa-0000-4000-8000-000000000001";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "unknown",
                "29:a",
                "aaaaaaaa-0000-4000-8000-00000000000",
                "00000000-0000-0000-0000-000000000000",
                " {00000000-0000-0000-0000-000000000000}"
            })
    void whatIsNoObjectIdIdentifiesNobody(String text) {
        assertThat(PersonId.objectId(text)).isNull();
        assertThat(new PersonId("29:x", text)).isEqualTo(new PersonId("29:x", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {ANNA, " AAAAAAAA-0000-4000-8000-000000000001 ", "{aaaaaaaa-0000-4000-8000-000000000001}"})
    void anObjectIdIsOneInEachWriting(String text) {
        assertThat(PersonId.objectId(text)).isEqualTo(ANNA);
        assertThat(PersonId.of(text)).isEqualTo(new PersonId(null, ANNA));
    }

    @Test
    void itIsAskedForByAnyId() {
        assertThat(PersonId.of("29:a")).isEqualTo(new PersonId("29:a", null));
    }
}
