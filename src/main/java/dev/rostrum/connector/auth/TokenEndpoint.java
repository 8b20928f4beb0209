package dev.rostrum.connector.auth;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.TrimmedId;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a bot signs in, and for what (connector reference 6.1 and 6.2).
 *
 * @param loginHost scheme and host, without a path
 * @param tenant the bot's home tenant: a GUID or a domain, or {@code botframework.com} for an old multi-tenant bot. Not the
 *     recipients' tenant
 * @param scope what the token is for
 */
public record TokenEndpoint(URI loginHost, String tenant, String scope) {
    private static final URI PUBLIC_LOGIN = URI.create("https://login.microsoftonline.com");
    private static final String PUBLIC_SCOPE = "https://api.botframework.com/.default";
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");

    /**
     * @throws Problem if the tenant is neither a GUID nor a domain
     */
    public TokenEndpoint {
        tenant = TrimmedId.of(tenant).value();
        if (tenant.isEmpty()) {
            throw Problem.wrongUse(
                    "The bot's tenant is missing. It is the directory (tenant) id of the bot's app registration.");
        }
        if (!TENANT.matcher(tenant).matches() || tenant.contains("..")) {
            throw Problem.wrongUse("The bot's tenant is a GUID or a domain like contoso.onmicrosoft.com. Copy it again"
                    + " from the bot's app registration.");
        }
    }

    /** Sign-in of the public cloud, GCC included. */
    public static TokenEndpoint publicCloud(String tenant) {
        return new TokenEndpoint(PUBLIC_LOGIN, tenant, PUBLIC_SCOPE);
    }

    /** The address that tokens are issued under. */
    public String authority() {
        return loginHost + "/" + tenant;
    }
}
