package dev.rostrum.testing;

import dev.rostrum.sandbox.SandboxSignIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets of all tests, with what each way of writing treats in its own manner. Whatever a build leaves is searched for them.
 * They are put together here, so that no compiled class holds one.
 */
public enum Canary {
    CLIENT_SECRET("cl&ient", "", "q8Zr"), // ASCII, as those of Entra
    WRONG_SECRET("wr&ong", "\u00fc\u00df", "w7Xe"),
    CERTIFICATE_PASSWORD("ce&rt", "", "p0Lk"),
    PROXY_PASSWORD("pr&oxy", "\u00fc\u00df", "m5Nh"),
    PASSPHRASE("pa&ss phrase", "\u00fc\u00df", "t6Vb"),
    WRONG_PASSPHRASE("no pa&ss phrase", "\u00fc\u00df", "j9Gd");

    /** The folder of {@link Remains} whose files say who used which: one a canary and class, empty. */
    public static final String USES = "canaries-used";

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final String middle;
    private final String marks;
    private final String end;
    private final Set<String> users = ConcurrentHashMap.newKeySet();

    Canary(String middle, String marks, String end) {
        this.middle = middle;
        this.marks = marks;
        this.end = end;
    }

    /** The secret; that the calling class drives it is kept. */
    public String value() {
        String user = WALKER.getCallerClass().getName();
        if (users.add(user)) {
            Remains.folder().ifPresent(folder -> note(folder, user));
        }
        return text();
    }

    private void note(Path folder, String user) {
        try {
            Files.createFile(Files.createDirectories(folder.resolve(USES)).resolve(name() + "-" + user));
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An app registration that takes {@link #CLIENT_SECRET} beside its own. */
    public static SandboxSignIn signIn() {
        return SandboxSignIn.usual()
                .withSecrets(new SandboxSignIn.Secret(
                        CLIENT_SECRET.text(), Instant.now().plus(Duration.ofDays(1))));
    }

    /** The secret, to be looked for. */
    public String text() {
        return "Kanari" + (ordinal() + 1) + "~\"" + middle + "/+=%41\\" + marks + "-" + end;
    }
}
