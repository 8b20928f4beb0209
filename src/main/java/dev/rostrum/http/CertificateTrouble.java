package dev.rostrum.http;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What is the matter with the certificate that a host showed. Only one of them is mended by believing another root. */
public enum CertificateTrouble {
    /** It, or one that vouches for it, has ended; or this computer's clock is ahead. */
    EXPIRED,
    /** It, or one that vouches for it, does not count yet; or this computer's clock is behind. */
    NOT_YET_VALID,
    /** It is another host's. */
    OTHER_NAME,
    /** Nobody who is believed here vouches for it. */
    UNTRUSTED;

    private static final int MAX_CAUSES = 20;

    /** The trouble of a handshake that failed for its certificate. */
    static CertificateTrouble of(Throwable failure) {
        CertificateTrouble name = null;
        Throwable at = failure;
        for (int i = 0; at != null && i < MAX_CAUSES; i++, at = at.getCause()) {
            if (at instanceof CertificateExpiredException || is(at, BasicReason.EXPIRED)) {
                return EXPIRED;
            }
            if (at instanceof CertificateNotYetValidException || is(at, BasicReason.NOT_YET_VALID)) {
                return NOT_YET_VALID;
            }
            // Java says that the name is another's by the bare exception, and all else by kinds of its own.
            if (at instanceof SSLPeerUnverifiedException
                    || (at.getClass().equals(CertificateException.class) && at.getCause() == null)) {
                name = OTHER_NAME;
            }
        }
        return name == null ? UNTRUSTED : name;
    }

    private static boolean is(Throwable at, BasicReason reason) {
        return at instanceof CertPathValidatorException path && path.getReason() == reason;
    }
}
