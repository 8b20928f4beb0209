package dev.rostrum.files;

import dev.rostrum.domain.Reason;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a folder is copied to other computers by OneDrive, Dropbox or iCloud. A data file there is copied while it is written to,
 * part by part, and two computers may write to it at once: the copies are damaged, or one computer's sends are lost.
 */
public final class CloudFolder {
    /** Variables by which OneDrive names its folders. */
    private static final List<String> ONEDRIVE = List.of("OneDrive", "OneDriveCommercial", "OneDriveConsumer");

    /** "OneDrive - Contoso", "OneDrive-Contoso", "Dropbox (Contoso)", "iCloudDrive", "iCloud~com~example". */
    private static final Pattern NAME = Pattern.compile(
            "(?<onedrive>onedrive)([^\\p{L}\\d].*)?|(?<dropbox>dropbox)([^\\p{L}\\d].*)?"
                    + "|icloud( ?drive)?([^\\p{L}\\d].*)?|com~apple~clouddocs",
            Pattern.CASE_INSENSITIVE);

    private CloudFolder() {}

    /**
     * @param real a path without links
     * @param environment looks up an environment variable; null where it is not set
     */
    public static Optional<Reason> warning(Path real, UnaryOperator<String> environment) {
        Path path = real.toAbsolutePath().normalize();
        for (String variable : ONEDRIVE) {
            String place = environment.apply(variable);
            if (place != null && !place.isBlank() && under(path, place)) {
                return Optional.of(Reason.of("files.cloud", path, "OneDrive"));
            }
        }
        String before = "";
        for (Path part : path) {
            String name = part.toString();
            Matcher known = NAME.matcher(name);
            if (known.matches()) {
                String service = known.group("onedrive") != null
                        ? "OneDrive"
                        : known.group("dropbox") != null ? "Dropbox" : "iCloud";
                return Optional.of(Reason.of("files.cloud", path, service));
            }
            // This is all of iCloud on a Mac.
            if (name.equals("Mobile Documents") && before.equals("Library")) {
                return Optional.of(Reason.of("files.cloud", path, "iCloud"));
            }
            before = name;
        }
        return Optional.empty();
    }

    private static boolean under(Path path, String place) {
        try {
            return path.startsWith(Path.of(place).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
