package dev.rostrum.sandbox;

import dev.rostrum.testing.Remains;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;

/** Certificates with their keys, made by the JDK's own tool. */
record Certificates(X509Certificate certificate, PrivateKey key) {
    /** @param start when it begins to be good, as keytool takes it, for example {@code -10d} */
    static Certificates make(Path folder, String name, String start, int days) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process tool = Remains.start(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "bot",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-sigalg",
                        "SHA256withRSA",
                        "-dname",
                        "CN=" + name,
                        "-startdate",
                        start,
                        "-validity",
                        Integer.toString(days),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "for-this-test")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile()));
        if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            throw new IllegalStateException("keytool: " + Files.readString(folder.resolve(name + ".log")));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "for-this-test".toCharArray());
        }
        return new Certificates((X509Certificate) store.getCertificate("bot"), (PrivateKey)
                store.getKey("bot", "for-this-test".toCharArray()));
    }
}
