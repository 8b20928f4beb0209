package dev.rostrum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class SealTest {
    private final Seal seal = new Seal(1, "user");

    @Test
    void givesTheNumberBack() {
        for (int number : new int[] {0, 1, 4711, Integer.MAX_VALUE}) {
            assertThat(seal.openText(seal.text(number, 60), 60)).hasValue(number);
            assertThat(seal.openGuid(seal.guid(number))).hasValue(number);
            assertThat(seal.openGuid(seal.guid(number).toUpperCase(Locale.ROOT)))
                    .hasValue(number);
        }
    }

    @Test
    void refusesWhatIsForeignOrChanged() {
        String text = seal.text(5, 60);
        assertThat(new Seal(2, "user").openText(text, 60)).isEmpty();
        assertThat(new Seal(1, "chat").openText(text, 60)).isEmpty();
        assertThat(seal.openText("", 60)).isEmpty();
        assertThat(seal.openText("=".repeat(80), 60)).isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char changed = text.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(seal.openText(text.substring(0, i) + changed + text.substring(i + 1), 60))
                    .isEmpty();
        }
        String guid = seal.guid(5);
        assertThat(new Seal(2, "user").openGuid(guid)).isEmpty();
        assertThat(seal.openGuid("1-1-1-1-1")).isEmpty();
        assertThat(seal.openGuid("nobody")).isEmpty();
        assertThat(seal.openGuid("11111111-aaaa-4bbb-8ccc-222222222222")).isEmpty();
    }

    @Test
    void signsPayloads() {
        byte[] payload = {1, 2, 3};
        String signed = seal.sign(payload);
        assertThat(seal.verify(signed, 3)).isEqualTo(payload);
        assertThat(seal.verify(signed, 4)).isNull();
        assertThat(new Seal(2, "user").verify(signed, 3)).isNull();
        assertThat(seal.verify("not base64!", 3)).isNull();
        assertThat(seal.verify((signed.startsWith("A") ? "B" : "A") + signed.substring(1), 3))
                .isNull();
    }
}
