package dev.rostrum.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleListTest {
    @TempDir
    Path folder;

    private List<String> read(String text, String column, Charset charset) throws IOException {
        return PeopleList.read(Files.write(folder.resolve("people.csv"), text.getBytes(charset)), column);
    }

    private List<String> read(String text, String column) throws IOException {
        return read(text, column, StandardCharsets.UTF_8);
    }

    private void refused(String code, String text, String column) {
        assertThatThrownBy(() -> read(text, column)).isInstanceOf(Problem.class).hasMessage(code);
    }

    @Test
    void aListHasANameALine() throws Exception {
        assertThat(read("ada@contoso.com\r\n\r\n  29:1Abc \nada@contoso.com", null))
                .containsExactly("ada@contoso.com", "29:1Abc");
        assertThat(read("\ufeffjörg@contoso.com\n", null)).containsExactly("jörg@contoso.com");
        assertThat(read("jörg@contoso.com\n", null, StandardCharsets.UTF_16)).containsExactly("jörg@contoso.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "Name,E-Mail Address,Team!ada@x",
                "Name;e mail_address;Team!ada@x",
                "Mail!Ada",
                "Name,Object ID,Email!ada@x",
                "Name,Email,AadId!team"
            })
    void theUsualColumnsAreKnown(String header, String first) throws Exception {
        char separator = header.contains(";") ? ';' : ',';
        String rows = "\nAda" + separator + "ada@x" + separator + "team\n" + separator + separator + "\n";
        assertThat(read(header + rows, null)).containsExactly(first);
    }

    @Test
    void anotherColumnIsNamed() throws Exception {
        String table = "Who,Whom\n\"Ada, the first\",a@x\nBob,\n";
        assertThat(read(table, "WHOM")).containsExactly("a@x");
        assertThat(read(table, "Who")).containsExactly("Ada, the first", "Bob");
        refused("import.list.columns", table, null);
        refused("import.list.noColumn", table, "Wen");
    }

    @Test
    void whatNamesNobodyIsRefused() {
        refused("import.list.empty", "", null);
        refused("import.list.empty", "\n \n", null);
        refused("import.list.empty", "Email\n", null);
        assertThatThrownBy(() -> read("jörg@contoso.com", null, Charset.forName("windows-1252")))
                .hasMessage("import.list.encoding");
        assertThatThrownBy(() -> PeopleList.read(folder.resolve("absent"), null))
                .hasMessage("files.absent");
    }

    @Test
    void aListHasALimit() {
        refused("import.list.tooMany", numbered(PeopleList.MAX_NAMES + 1), null);
    }

    private static String numbered(int names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names; i++) {
            text.append(i).append('\n');
        }
        return text.toString();
    }
}
