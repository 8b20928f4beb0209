package dev.rostrum.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A temporary folder that other accounts can reach: where the usual one is private, as one below a home folder, it is made in that
 * of the system, and a link to it is kept with the rest.
 */
public final class SharedFolder implements TempDirFactory {
    static final String PREFIX = "rostrum-test-";

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        Path usual = Files.createTempDirectory(PREFIX);
        String system = System.getProperty("rostrum.shared");
        if (system == null || reachable(usual.toRealPath().getParent())) {
            return usual;
        }
        Path shared = Files.createTempDirectory(Path.of(system), PREFIX);
        Files.createSymbolicLink(usual.resolve(Remains.ELSEWHERE), shared);
        return shared;
    }

    private static boolean reachable(Path folder) throws IOException {
        for (Path each = folder; each != null; each = each.getParent()) {
            PosixFileAttributeView view = Files.getFileAttributeView(each, PosixFileAttributeView.class);
            if (view != null && !view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
