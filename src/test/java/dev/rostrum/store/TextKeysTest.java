package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TextKeysTest {
    @Test
    void foldsCaseMarksAndCompatibilityForms() {
        assertThat(TextKeys.fold("ÅSA Ørsted")).isEqualTo("asa ørsted");
        assertThat(TextKeys.fold("Straße")).isEqualTo("strasse");
        assertThat(TextKeys.fold("IŞIK İnci ısı")).isEqualTo("isik inci isi");
        assertThat(TextKeys.fold("ΟΔΟΣ")).isEqualTo(TextKeys.fold("οδος"));
        assertThat(TextKeys.fold("ＡＢＣ")).isEqualTo("abc");
        assertThat(TextKeys.fold("Иван")).isEqualTo("иван");
        assertThat(TextKeys.fold("山田 太郎")).isEqualTo("山田 太郎");
        assertThat(TextKeys.fold("홍길동")).contains(TextKeys.fold("길동"));
        assertThat(TextKeys.fold((String) null)).isEmpty();
    }

    @Test
    void keepsTextsApart() {
        assertThat(TextKeys.fold("Ann", null, " ", "b@x")).isEqualTo("ann\nb@x\n");
    }

    @Test
    void keysSortNamesAsPeopleDo() {
        List<String> names =
                new ArrayList<>(List.of("Zoe", "Émile", "anna", "Emil", "Anna", "Özil", "Ozzy", "Иван", "山田", ""));
        names.sort((a, b) -> Arrays.compareUnsigned(TextKeys.sortKey(a), TextKeys.sortKey(b)));
        assertThat(names).containsExactly("", "anna", "Anna", "Emil", "Émile", "Özil", "Ozzy", "Zoe", "Иван", "山田");
    }

    @Test
    void addressesCompareWithoutCase() {
        assertThat(TextKeys.addressKey(" INFO@Example.COM ")).isEqualTo("info@example.com");
        assertThat(TextKeys.addressKey("  ")).isNull();
    }

    @Test
    void longNamesSortByTheirBeginning() {
        assertThat(TextKeys.sortKey("x".repeat(100_000))).hasSizeLessThan(2_000);
    }
}
