package dev.rostrum.connector.auth;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import dev.rostrum.domain.Problem;
import java.util.Arrays;

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
            throw Problem.wrongUse("The secret is empty. Enter the value of the bot's client secret.");
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

    IClientCredential forSignIn() {
        return secret == null
                ? ClientCredentialFactory.createFromCertificate(certificate.key(), certificate.certificate())
                : ClientCredentialFactory.createFromSecret(new String(secret));
    }

    @Override
    public String toString() {
        return "ClientCredential[hidden]";
    }
}
