package dev.rostrum.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges as another does. Where that one refuses, it says first whether the certificate has ended or does not count yet: Java names
 * only the missing root where both are the matter, and believing that root would not help.
 */
final class DateCheckedTrust extends X509ExtendedTrustManager {
    /**
     * The host's own and the one that made it. What comes after them is often an old root of no weight, ended long ago.
     */
    private static final int OF_WEIGHT = 2;

    private final X509ExtendedTrustManager own;

    DateCheckedTrust(X509ExtendedTrustManager own) {
        this.own = own;
    }

    @FunctionalInterface
    private interface TrustCheck {
        void check() throws CertificateException;
    }

    private static void check(X509Certificate[] chain, TrustCheck check) throws CertificateException {
        try {
            check.check();
        } catch (CertificateException e) {
            for (int i = 0; chain != null && i < chain.length && i < OF_WEIGHT; i++) {
                chain[i].checkValidity();
            }
            throw e;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> own.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, () -> own.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> own.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        own.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        own.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        own.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return own.getAcceptedIssuers();
    }
}
