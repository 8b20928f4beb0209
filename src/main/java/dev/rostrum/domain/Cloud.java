package dev.rostrum.domain;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The clouds that Teams runs in, one row each (connector reference 6.2 and 8). GCC signs in as the public cloud does and has a
 * connector host of its own; the two government clouds share a sign-in.
 */
public enum Cloud {
    PUBLIC(
            "public",
            "Public",
            "https://login.microsoftonline.com",
            "https://api.botframework.com/.default",
            "botframework.com",
            "https://smba.trafficmanager.net/teams/"),
    GCC(
            "gcc",
            "GCC",
            "https://login.microsoftonline.com",
            "https://api.botframework.com/.default",
            "botframework.com",
            "https://smba.infra.gcc.teams.microsoft.com/teams/"),
    GCC_HIGH(
            "gcc-high",
            "GCC High",
            "https://login.microsoftonline.us",
            "https://api.botframework.us/.default",
            "MicrosoftServices.onmicrosoft.us",
            "https://smba.infra.gov.teams.microsoft.us/teams/"),
    DOD(
            "dod",
            "DoD",
            "https://login.microsoftonline.us",
            "https://api.botframework.us/.default",
            "MicrosoftServices.onmicrosoft.us",
            "https://smba.infra.dod.teams.microsoft.us/teams/");

    private final String code;
    private final String label;
    private final URI loginHost;
    private final String scope;
    private final String multiTenantAuthority;
    private final String serviceUrl;

    Cloud(String code, String label, String loginHost, String scope, String multiTenantAuthority, String serviceUrl) {
        this.code = code;
        this.label = label;
        this.loginHost = URI.create(loginHost);
        this.scope = scope;
        this.multiTenantAuthority = multiTenantAuthority;
        this.serviceUrl = serviceUrl;
    }

    /** The cloud called so in settings and on the command line, without regard to case, blanks, hyphens or underscores. */
    public static Optional<Cloud> of(String text) {
        String bare = bare(text == null ? "" : text);
        return Arrays.stream(values()).filter(c -> bare(c.code).equals(bare)).findFirst();
    }

    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    /** Its name in settings and on the command line. */
    public String code() {
        return code;
    }

    /** Its name for people; a proper name, the same in every language. */
    public String label() {
        return label;
    }

    /** Scheme and host of the sign-in. */
    public URI loginHost() {
        return loginHost;
    }

    /** What a bot's token is asked for. */
    public String scope() {
        return scope;
    }

    /** Where an existing multi-tenant bot signs in, in place of a tenant. */
    public String multiTenantAuthority() {
        return multiTenantAuthority;
    }

    /** The connector's address for tenants of which none is known from an inbound event. */
    public String serviceUrl() {
        return serviceUrl;
    }

    /** The connector host that a token of this cloud is for. */
    public String host() {
        return URI.create(serviceUrl).getHost();
    }

    /** Every cloud's connector host. */
    static Set<String> hosts() {
        return Set.copyOf(Arrays.stream(values()).map(Cloud::host).toList());
    }

    /** The codes of all clouds, in the order of the table. */
    public static List<String> codes() {
        return Arrays.stream(values()).map(Cloud::code).toList();
    }
}
