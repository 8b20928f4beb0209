package dev.rostrum.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightsTest {
    private static final int SOMEBODY = 54_321;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void posix() throws IOException {
        assumeTrue(Rights.looked(folder), "no POSIX permissions here");
        file = Files.writeString(folder.resolve("settings.json"), "{}");
    }

    private void mode(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private OptionalInt owner() throws IOException {
        return OptionalInt.of((Integer) Files.getAttribute(file, "unix:uid"));
    }

    @Test
    void whatEverybodyMayWriteIsRefused() throws IOException {
        for (String rights : new String[] {"rw-------", "rw-r--r--", "rw-rw-r--"}) {
            mode(file, rights);
            assertThat(Rights.refusal(file)).as(rights).isEmpty();
        }
        for (String rights : new String[] {"rw-rw-rw-", "rw-----w-"}) {
            mode(file, rights);
            assertThat(Rights.refusal(file)).as(rights).map(Reason::code).contains("files.everybodyMayWrite");
        }
        assertThatThrownBy(() -> Rights.require(folder, file)).isInstanceOf(Problem.class);
        assertThat(Rights.refusal(folder.resolve("none"))).isEmpty();
    }

    @Test
    void whatAnotherAccountOwnsIsRefusedUnlessItIsRoot() throws IOException {
        OptionalInt owner = owner();
        assertThat(Rights.refusal(file, owner)).isEmpty();
        if (owner.getAsInt() == 0) {
            assertThat(Rights.refusal(file, OptionalInt.of(SOMEBODY)))
                    .as("root's file")
                    .isEmpty();
            Files.setAttribute(file, "unix:uid", SOMEBODY);
            assertThat(Rights.refusal(file)).as("root is not asked to trust").isPresent();
        }
        int stranger = owner().getAsInt() + 1;
        Reason refusal = Rights.refusal(file, OptionalInt.of(stranger)).orElseThrow();
        assertThat(refusal.code()).isEqualTo("files.othersOwn");
        assertThat(Sentences.whole(refusal)).contains(file.toString()).contains("chown");
    }

    @Test
    void aLinkIsJudgedByWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        mode(file, "rw-rw-rw-");
        assertThat(Rights.refusal(link)).isPresent();
    }

    @Test
    void aGroupThatMayWriteIsToldOf() throws IOException {
        mode(file, "rw-rw----");
        assertThat(Rights.warning(file)).map(Sentences::whole).get().asString().contains("group", "chmod g-w");
        mode(file, "rw-r-----");
        assertThat(Rights.warning(file)).isEmpty();
    }

    @Test
    void aFolderAboveMayBeOneForEverybodysNewFiles() throws IOException {
        mode(folder, "rwxrwxrwx");
        assertThat(Rights.refusalAbove(folder)).isPresent();
        Files.setAttribute(folder, "unix:mode", 01777);
        assertThat(Rights.refusalAbove(folder)).isEmpty();
        assertThat(Rights.refusal(folder)).as("as the folder itself").isPresent();
    }

    @Test
    void nothingIsReplacedWhereOthersCouldChangeIt() throws IOException {
        byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
        mode(folder, "rwxrwxrwx");
        assertThatThrownBy(() -> PrivateFile.replace(file, bytes)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> PrivateFile.guarded(folder.resolve("x.lock"), () -> 1))
                .isInstanceOf(Problem.class);
        mode(folder, "rwxrwxr-x");
        mode(file, "rw-rw-rw-");
        assertThatThrownBy(() -> PrivateFile.replace(file, bytes)).isInstanceOf(Problem.class);
        mode(file, "rw-r--r--");
        assertThatCode(() -> PrivateFile.replace(file, bytes)).doesNotThrowAnyException();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theAccountIsTheOneThatOwnsWhatItMakes() throws IOException {
        assertThat(ThisAccount.uid()).isEqualTo(owner());
        assertThat(ThisAccount.name()).contains("uid " + owner().getAsInt());
    }
}
