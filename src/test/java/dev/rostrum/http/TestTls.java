package dev.rostrum.http;

import dev.rostrum.connection.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that only tests believe. */
public final class TestTls {
    private static final char[] PASSWORD = "rostrum-test".toCharArray();

    private TestTls() {}

    /** A context with a self-signed certificate for {@code localhost} as its own and as the only trusted one. */
    public static SSLContext localhost() {
        KeyStore store = store("localhost.p12");
        return context(store, certificate(store, "localhost"));
    }

    /**
     * A context that shows a certificate for {@code localhost}, {@code smba.trafficmanager.net} and
     * {@code login.microsoftonline.com}, made by an authority that is nobody's: what a proxy that looks into secure traffic shows.
     */
    public static SSLContext inspecting() {
        return context(store("inspecting.p12"), certificate(store("authority.p12"), "authority"));
    }

    /** Writes the certificate of that authority as a bundle, as Linux distributions keep theirs. */
    public static Path bundle(Path folder) throws IOException, GeneralSecurityException {
        Certificate authority = certificate(store("authority.p12"), "authority");
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(authority.getEncoded());
        return Files.writeString(
                folder.resolve("bundle.crt"),
                "# Example authority\n-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    /** A server's context that shows the first of these and what vouches for it. */
    public static SSLContext showing(TestCertificates own, TestCertificates... above) {
        try {
            Certificate[] chain = new Certificate[above.length + 1];
            chain[0] = own.certificate();
            for (int i = 0; i < above.length; i++) {
                chain[i + 1] = above[i].certificate();
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", own.key(), PASSWORD, chain);
            return context(store, own.certificate());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store(String name) {
        try (InputStream in = TestTls.class.getResourceAsStream(name)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate certificate(KeyStore store, String alias) {
        try {
            return store.getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(KeyStore own, Certificate trusted) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("trusted", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
