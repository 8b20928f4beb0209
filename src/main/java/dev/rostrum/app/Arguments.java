package dev.rostrum.app;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The arguments as they were given. Java decodes them by the locale before any of our code runs, and silently: in the locale C
 * each byte of an ü becomes U+FFFD, on Windows a letter outside the code page a question mark. So the operating system is
 * asked for them again, and an argument that cannot be had whole is refused.
 */
final class Arguments {
    private static final char REPLACEMENT = '\ufffd';

    private Arguments() {}

    /**
     * @param given as Java decoded them
     * @throws Problem naming the option whose value is not there whole
     */
    static String[] whole(String[] given) {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return wide(given, Arguments::windowsCommandLine);
        }
        String codeset = System.getProperty("sun.jnu.encoding", "UTF-8");
        return decoded(given, Charset.forName(codeset), Arguments::kernelsCommandLine);
    }

    /**
     * @param locale what Java decoded them by
     * @param commandLine of the whole process, each argument followed by a zero byte; null where the system does not tell
     */
    static String[] decoded(String[] given, Charset locale, Supplier<byte[]> commandLine) {
        // A pure ASCII argument is the same in each charset that a locale can have.
        if (Arrays.stream(given).allMatch(argument -> argument.chars().allMatch(c -> c < 0x80))) {
            return given;
        }
        List<byte[]> bytes = split(commandLine.get());
        if (bytes.size() < given.length) {
            for (int i = 0; i < given.length; i++) {
                if (given[i].indexOf(REPLACEMENT) >= 0) {
                    throw Problem.wrongUse("input.argument.lost", name(given, i));
                }
            }
            return given;
        }
        List<byte[]> ours = bytes.subList(bytes.size() - given.length, bytes.size());
        String[] whole = new String[given.length];
        for (int i = 0; i < given.length; i++) {
            whole[i] = text(given, i, ours.get(i), locale);
        }
        return whole;
    }

    private static String text(String[] given, int index, byte[] bytes, Charset locale) {
        String utf8 = strict(bytes, StandardCharsets.UTF_8);
        boolean legacy = !locale.equals(StandardCharsets.UTF_8) && !locale.equals(StandardCharsets.US_ASCII);
        String local = legacy ? strict(bytes, locale) : null;
        if (utf8 == null && local == null) {
            throw Problem.wrongUse("input.argument.bytes", name(given, index));
        }
        if (utf8 != null && local != null && !utf8.equals(local)) {
            throw Problem.wrongUse("input.argument.twoReadings", name(given, index), locale.name());
        }
        return utf8 == null ? local : utf8;
    }

    private static String strict(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The option that the argument is the value of, or its place. */
    private static Reason name(String[] given, int index) {
        String argument = given[index];
        int equals = argument.indexOf('=');
        if (argument.startsWith("--") && equals > 0 && plain(argument.substring(0, equals))) {
            return Reason.of("input.argument.option", argument.substring(0, equals));
        }
        if (index > 0 && given[index - 1].startsWith("--") && plain(given[index - 1]) && !argument.startsWith("-")) {
            return Reason.of("input.argument.option", given[index - 1]);
        }
        return Reason.of("input.argument.place", index + 1);
    }

    private static boolean plain(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static List<byte[]> split(byte[] commandLine) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; commandLine != null && i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                parts.add(Arrays.copyOfRange(commandLine, from, i));
                from = i + 1;
            }
        }
        return parts;
    }

    /** The command line as Linux keeps it; null on systems that have no such file. */
    private static byte[] kernelsCommandLine() {
        try {
            return Files.readAllBytes(Path.of("/proc/self/cmdline"));
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * @param commandLine all words of the process, the program's own name first; null where the system could not be asked
     */
    static String[] wide(String[] given, Supplier<String[]> commandLine) {
        if (given.length == 0) {
            return given;
        }
        String[] all = commandLine.get();
        // Java also replaces a * or ? by names of files, so there may be more or fewer of them than were typed.
        int main = all == null ? -1 : Arrays.asList(all).indexOf(Main.class.getName());
        if (main >= 0) {
            return Arrays.copyOfRange(all, main + 1, all.length);
        }
        if (all != null && all.length > given.length) {
            return Arrays.copyOfRange(all, all.length - given.length, all.length);
        }
        for (int i = 0; i < given.length; i++) {
            if (given[i].chars().anyMatch(c -> c >= 0x80 || c == '?')) {
                throw Problem.wrongUse("input.argument.lost", name(given, i));
            }
        }
        return given;
    }

    /** The command line before it was fitted into a code page. */
    private interface Kernel32 extends StdCallLibrary {
        Pointer GetCommandLineW();

        Pointer LocalFree(Pointer memory);
    }

    private interface Shell32 extends StdCallLibrary {
        Pointer CommandLineToArgvW(WString commandLine, IntByReference count);
    }

    private static String[] windowsCommandLine() {
        try {
            Kernel32 kernel = Native.load("kernel32", Kernel32.class);
            Shell32 shell = Native.load("shell32", Shell32.class);
            IntByReference count = new IntByReference();
            Pointer words = shell.CommandLineToArgvW(
                    new WString(kernel.GetCommandLineW().getWideString(0)), count);
            if (words == null) {
                return null;
            }
            try {
                return words.getWideStringArray(0, count.getValue());
            } finally {
                kernel.LocalFree(words);
            }
        } catch (LinkageError e) {
            // This system lets no library be loaded from the temporary folder.
            return null;
        }
    }
}
