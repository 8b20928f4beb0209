package dev.rostrum.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class CloudFolderTest {
    private static String warning(String path) {
        return CloudFolder.warning(Path.of(path), name -> null)
                .map(Sentences::whole)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "/Users/ada/OneDrive/Rostrum, OneDrive",
        "/mnt/c/Users/ada/OneDrive - Contoso AG/x, OneDrive",
        "/Users/ada/Library/CloudStorage/OneDrive-Contoso/Rostrum, OneDrive",
        "/home/ada/Dropbox, Dropbox",
        "/home/ada/Dropbox (Contoso)/rostrum, Dropbox",
        "/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/Rostrum, iCloud",
        "/Users/ada/Library/Mobile Documents/iCloud~com~example/x, iCloud",
        "/mnt/c/Users/ada/iCloudDrive/x, iCloud",
        "/mnt/c/Users/ada/ICLOUD DRIVE/x, iCloud"
    })
    void aFolderThatIsCopiedElsewhereIsToldOf(String path, String service) {
        assertThat(warning(path))
                .contains("copied to other computers by " + service)
                .contains("--data-dir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/home/ada/.local/share/rostrum", "/home/dropboxer/x", "/srv/onedrives/x", "/Library/x", "/"})
    void othersAreNot(String path) {
        assertThat(warning(path)).isEmpty();
    }

    @Test
    void oneDriveNamesItsFoldersByVariables() {
        Map<String, String> set = Map.of("OneDriveCommercial", "/data/firm", "OneDrive", "\0no path");
        assertThat(CloudFolder.warning(Path.of("/data/firm/rostrum"), set::get)).isPresent();
        assertThat(CloudFolder.warning(Path.of("/data/other"), set::get)).isEmpty();
    }
}
