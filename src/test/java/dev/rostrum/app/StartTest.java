package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class StartTest {
    private static final String HOME = "/home/ada";

    @Test
    void aHomeFolderThatIsMadeIsTold(@TempDir Path there) {
        String missing = there.resolve("mistyped").toString();
        Path below = Path.of(missing, ".local/share/rostrum");
        assertThat(DataFolderLocation.homeMade(below, missing))
                .hasValueSatisfying(made -> assertThat(made.arguments()).containsExactly(missing, below.toString()));
        assertThat(DataFolderLocation.homeMade(below, there.toString())).isEmpty();
        assertThat(DataFolderLocation.homeMade(Path.of("/srv/rostrum"), missing))
                .isEmpty();
        assertThat(DataFolderLocation.homeMade(below, null)).isEmpty();
    }

    @Test
    void theOptionWinsOverTheEnvironmentAndThatOverTheSystemsCustom() {
        Map<String, String> set = Map.of("ROSTRUM_HOME", "/srv/rostrum", "XDG_DATA_HOME", "/xdg");

        assertThat(DataFolderLocation.choose(Path.of("/opt"), set::get, "Linux", HOME))
                .isEqualTo(Path.of("/opt"));
        assertThat(DataFolderLocation.choose(null, set::get, "Linux", HOME)).isEqualTo(Path.of("/srv/rostrum"));
        assertThat(DataFolderLocation.choose(null, Map.of("XDG_DATA_HOME", "/xdg")::get, "LINUX", HOME))
                .isEqualTo(Path.of("/xdg/rostrum"));
    }

    @Test
    void anAccountWithoutAHomeIsToldUnlessItNamesAFolder() {
        for (String none : new String[] {"?", "", null}) {
            assertThatThrownBy(() -> DataFolderLocation.choose(null, name -> null, "Linux", none))
                    .isInstanceOf(Problem.class)
                    .hasMessage("input.noHome");
            assertThat(DataFolderLocation.choose(null, Map.of("ROSTRUM_HOME", "/srv")::get, "Linux", none))
                    .isEqualTo(Path.of("/srv"));
        }
    }

    @Test
    void eachSystemHasItsCustom() {
        assertThat(DataFolderLocation.choose(null, name -> null, "Linux", HOME))
                .isEqualTo(Path.of("/home/ada/.local/share/rostrum"));
        assertThat(DataFolderLocation.choose(null, name -> null, "Mac OS X", HOME))
                .isEqualTo(Path.of("/home/ada/Library/Application Support/Rostrum"));
        assertThat(DataFolderLocation.choose(null, Map.of("LOCALAPPDATA", "/local")::get, "WINDOWS 11", HOME))
                .isEqualTo(Path.of("/local/Rostrum"));
        assertThat(DataFolderLocation.choose(null, name -> null, "Windows 11", HOME))
                .isEqualTo(Path.of("/home/ada/AppData/Local/Rostrum"));
    }
}
