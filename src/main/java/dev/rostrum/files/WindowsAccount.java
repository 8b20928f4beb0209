package dev.rostrum.files;

import com.sun.jna.Platform;
import com.sun.jna.platform.win32.Secur32;
import com.sun.jna.platform.win32.Secur32Util;
import com.sun.jna.platform.win32.Win32Exception;
import java.util.Optional;

/** The account as Windows tells it. Asked by way of the library that the keychain needs anyhow; elsewhere it is never loaded. */
final class WindowsAccount {
    private WindowsAccount() {}

    /** As {@code DOMAIN\ada}; empty where nobody can be asked. */
    static Optional<String> name() {
        try {
            return Platform.isWindows()
                    ? Optional.of(Secur32Util.getUserNameEx(Secur32.EXTENDED_NAME_FORMAT.NameSamCompatible))
                    : Optional.empty();
        } catch (LinkageError | Win32Exception e) {
            return Optional.empty();
        }
    }
}
