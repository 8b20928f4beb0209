package dev.rostrum.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root certificates that are believed. Java's own and the operating system's become one set of roots for one trust manager of
 * the JDK, so that its checks (path, dates, algorithms, host name) are the same for both.
 *
 * @param keyStores key stores of the operating system, by the names Java has for them
 * @param bundles files of certificates in PEM form; the first that is there is read
 */
public record TrustStores(List<String> keyStores, List<Path> bundles) {
    private static final Logger LOG = LoggerFactory.getLogger(TrustStores.class);
    private static final long MAX_BUNDLE = 16L << 20;
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

    /** Where Linux distributions keep theirs: Debian, Fedora and Red Hat, SUSE, Alpine. */
    private static final List<Path> LINUX = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    /**
     * Those of this computer.
     *
     * @param os value of {@code os.name}
     * @param named value of the environment variable {@code SSL_CERT_FILE}, by which OpenSSL and others are told of another
     *     bundle; null where it is not set
     */
    static TrustStores of(String os, String named) {
        String system = os.toLowerCase(Locale.ROOT);
        List<Path> own = named == null || named.isBlank() ? List.of() : List.of(Path.of(named));
        if (system.startsWith("windows")) {
            return new TrustStores(List.of("Windows-ROOT"), own);
        }
        if (system.startsWith("mac")) {
            return new TrustStores(List.of("KeychainStore"), own);
        }
        return new TrustStores(
                List.of(), Stream.concat(own.stream(), LINUX.stream()).toList());
    }

    /** A context that believes these roots; Java's own alone where the system's cannot be read. */
    SSLContext context(Network.Trust trust) {
        return context(manager(trust));
    }

    /** A context in which this one judges. */
    static SSLContext context(X509ExtendedTrustManager manager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's own TLS cannot be set up", e);
        }
    }

    /** What judges by these roots. */
    X509ExtendedTrustManager manager(Network.Trust trust) {
        KeyStore all = trust == Network.Trust.JDK ? null : withSystems();
        try {
            return new DateCheckedTrust(extended(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's own certificates cannot be read", e);
        }
    }

    /** Judges by these roots alone; by Java's own, or whatever its settings name in their place, where there are none. */
    private static X509ExtendedTrustManager extended(KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("No trust manager of the kind that checks names");
    }

    /** Java's own roots and the operating system's; null where the latter has none that can be read. */
    private KeyStore withSystems() {
        Set<X509Certificate> more = new LinkedHashSet<>();
        keyStores.forEach(name -> more.addAll(ofKeyStore(name)));
        bundles.stream().filter(Files::isReadable).findFirst().ifPresent(file -> more.addAll(ofBundle(file)));
        if (more.isEmpty()) {
            return null;
        }
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (X509Certificate root : extended(null).getAcceptedIssuers()) {
                all.setCertificateEntry("java-" + number++, root);
            }
            for (X509Certificate root : more) {
                all.setCertificateEntry("system-" + number++, root);
            }
            return all;
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("The operating system's certificates are not used: {}", e.toString());
            return null;
        }
    }

    private static List<X509Certificate> ofKeyStore(String name) {
        List<X509Certificate> roots = new ArrayList<>();
        try {
            KeyStore store = KeyStore.getInstance(name);
            store.load(null, null);
            for (String alias : Collections.list(store.aliases())) {
                // The certificates of a user's own keys are left out: they vouch for nobody.
                if (store.isCertificateEntry(alias)) {
                    Certificate certificate = store.getCertificate(alias);
                    if (certificate instanceof X509Certificate root) {
                        roots.add(root);
                    }
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("The certificates of {} cannot be read: {}", name, e.toString());
        }
        return roots;
    }

    private static List<X509Certificate> ofBundle(Path file) {
        List<X509Certificate> roots = new ArrayList<>();
        int unreadable = 0;
        try {
            if (Files.size(file) > MAX_BUNDLE) {
                throw new IOException("larger than any bundle");
            }
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher each = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (each.find()) {
                try {
                    roots.add((X509Certificate) factory.generateCertificate(
                            new ByteArrayInputStream(each.group().getBytes(StandardCharsets.ISO_8859_1))));
                } catch (CertificateException e) {
                    unreadable++;
                }
            }
        } catch (IOException | CertificateException e) {
            LOG.warn("The operating system's bundle of certificates cannot be read: {}", e.toString());
        }
        if (unreadable > 0) {
            LOG.warn("{} certificates of the operating system's bundle cannot be read", unreadable);
        }
        return roots;
    }

    /** Those of the computer this runs on. */
    public static TrustStores here() {
        return of(System.getProperty("os.name"), System.getenv("SSL_CERT_FILE"));
    }
}
