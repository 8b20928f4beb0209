package dev.rostrum.auth;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What a bot proves itself with. It never shows what it holds. */
public final class ClientCredential {
    private final char[] secret;
    private final BotCertificate certificate;

    private ClientCredential(char[] secret, BotCertificate certificate) {
        this.secret = secret;
        this.certificate = certificate;
    }

    /**
     * A client secret, freed of the blanks and line ends around it; the given array may be wiped afterwards.
     *
     * @throws Problem if nothing is left
     */
    public static ClientCredential secret(char[] value) {
        int from = 0;
        int to = value.length;
        while (from < to && isPadding(value[from])) {
            from++;
        }
        while (to > from && isPadding(value[to - 1])) {
            to--;
        }
        if (from == to) {
            throw Problem.wrongUse("auth.secretEmpty");
        }
        return new ClientCredential(Arrays.copyOfRange(value, from, to), null);
    }

    /** A certificate with its private key: the sign-in gets a signature, the key never leaves this computer. */
    public static ClientCredential certificate(BotCertificate certificate) {
        return new ClientCredential(null, certificate);
    }

    private static boolean isPadding(char c) {
        return c <= 0x20 || c == 0xA0 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F);
    }

    /**
     * Why it cannot be good at this time by its own dates: a certificate that ended, or one that does not count yet. Empty for a
     * secret, whose end only the sign-in knows.
     */
    Optional<Reason> outOfTime(Instant now) {
        if (certificate == null) {
            return Optional.empty();
        }
        if (!now.isBefore(certificate.expires())) {
            return Optional.of(Reason.of("auth.certificateEnded", day(certificate.expires())));
        }
        return now.isBefore(certificate.begins())
                ? Optional.of(Reason.of("auth.certificateNotYet", day(certificate.begins())))
                : Optional.empty();
    }

    private static String day(Instant moment) {
        return moment.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    IClientCredential forSignIn() {
        return secret == null
                ? ClientCredentialFactory.createFromCertificate(certificate.key(), certificate.certificate())
                : ClientCredentialFactory.createFromSecret(new String(secret));
    }

    /**
     * The credential for a server of this computer: a certificate's signature is good there and nowhere else.
     *
     * @param assertion makes one of the certificate when it is needed
     */
    IClientCredential forSignIn(Function<BotCertificate, String> assertion) {
        return secret == null
                ? ClientCredentialFactory.createFromCallback(() -> assertion.apply(certificate))
                : forSignIn();
    }

    @Override
    public String toString() {
        return "ClientCredential[hidden]";
    }
}
