package dev.rostrum.store;

import com.sun.jna.Platform;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinBase;

/** What Windows says of a drive letter. Asked by way of the library that the keychain needs anyhow; elsewhere it is never loaded. */
final class WindowsDrives {
    private WindowsDrives() {}

    /** Whether the drive with this root is a share; no where nobody can be asked. */
    static boolean share(String root) {
        try {
            return Platform.isWindows() && Kernel32.INSTANCE.GetDriveType(root) == WinBase.DRIVE_REMOTE;
        } catch (LinkageError e) {
            // A system that lets no library be loaded from the temporary folder; the file is opened as before.
            return false;
        }
    }
}
