package dev.rostrum.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class RetryAfterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T09:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "5, 5",
        "' 17 ', 17",
        "+3, 3",
        "-1, 0",
        "-99999999999999999999999, 0",
        "'Mon, 02 Mar 2026 09:00:05 GMT', 5",
        "'Mon, 2 Mar 2026 10:01:00 +0100', 60",
        "'mon, 02 mar 2026 09:00:05 gmt', 5",
        "'Sun, 01 Mar 2026 09:00:00 GMT', 0",
        "99999999999999, 31536000",
        "9999999999999999999999999999, 31536000",
        "'Fri, 31 Dec 9999 23:59:59 GMT', 31536000"
    })
    void whatCanBeRead(String header, long seconds) {
        assertThat(RetryAfter.parse(header, null, CLOCK)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "1.5",
                "1,5",
                "0x10",
                "5 s",
                "\u0665",
                "Mon, 02 Mar 2026",
                "2026-03-02T09:00:05Z",
                "Mon, 32 Mar 2026 09:00:05 GMT",
                "+",
                "-"
            })
    void whatCannot(String header) {
        assertThat(RetryAfter.parse(header, null, CLOCK)).isNull();
    }

    /** A computer whose clock is wrong waits as long as one whose clock is right. */
    @ParameterizedTest
    @CsvSource({
        "'Mon, 02 Mar 2026 09:00:05 GMT', 'Mon, 02 Mar 2026 09:00:00 GMT', 5",
        "'Tue, 05 Jan 2021 00:01:00 GMT', 'Tue, 05 Jan 2021 00:00:00 GMT', 60",
        "'Fri, 01 Mar 2030 00:00:30 GMT', 'Fri, 1 Mar 2030 01:00:00 +0100', 30",
        "'Tue, 05 Jan 2021 00:00:00 GMT', 'Tue, 05 Jan 2021 00:01:00 GMT', 0",
        "'Mon, 02 Mar 2026 09:00:05 GMT', yesterday, 5",
        "'Mon, 02 Mar 2026 09:00:05 GMT', '', 5",
        "7, 'Tue, 05 Jan 2021 00:00:00 GMT', 7"
    })
    void aDateIsTakenFromTheAnswersOwn(String header, String date, long seconds) {
        assertThat(RetryAfter.parse(header, date, CLOCK)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
