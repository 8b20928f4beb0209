package dev.rostrum.auth;

import dev.rostrum.domain.Cloud;
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
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");

    /**
     * @throws Problem if the tenant is neither a GUID nor a domain
     */
    public TokenEndpoint {
        tenant = TrimmedId.of(tenant).value();
        if (tenant.isEmpty()) {
            throw Problem.wrongUse("auth.tenantMissing");
        }
        if (!TENANT.matcher(tenant).matches() || tenant.contains("..")) {
            throw Problem.wrongUse("auth.tenantForm");
        }
    }

    /** Sign-in of the public cloud, GCC included. */
    public static TokenEndpoint publicCloud(String tenant) {
        return of(Cloud.PUBLIC, tenant);
    }

    /** Sign-in of a single-tenant bot in its home tenant. */
    public static TokenEndpoint of(Cloud cloud, String tenant) {
        return new TokenEndpoint(cloud.loginHost(), tenant, cloud.scope());
    }

    /** Sign-in of an existing multi-tenant bot: at the Bot Framework's own tenant of the cloud. */
    public static TokenEndpoint multiTenant(Cloud cloud) {
        return of(cloud, cloud.multiTenantAuthority());
    }

    /** Where tokens are asked for at this host. */
    String address(URI host) {
        return host + "/" + tenant + "/oauth2/v2.0/token";
    }

    /** The address that tokens are issued under. */
    public String authority() {
        return loginHost + "/" + tenant;
    }
}
