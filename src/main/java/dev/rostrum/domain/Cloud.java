package dev.rostrum.domain;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The clouds that Teams runs in, one row each (connector reference 6.2 and 8). GCC signs in as the public cloud does and has a
 * connector host of its own; the two government clouds share a sign-in. China is not among them: where its events come from is not
 * known to us.
 */
public enum Cloud {
    PUBLIC(
            "public",
            "Public",
            "https://login.microsoftonline.com",
            "https://api.botframework.com/.default",
            "botframework.com",
            "https://smba.trafficmanager.net/teams/",
            "https://api.botframework.com",
            "https://login.botframework.com/v1/.well-known/openidconfiguration"),
    GCC(
            "gcc",
            "GCC",
            "https://login.microsoftonline.com",
            "https://api.botframework.com/.default",
            "botframework.com",
            "https://smba.infra.gcc.teams.microsoft.com/teams/",
            "https://api.botframework.com",
            "https://login.botframework.com/v1/.well-known/openidconfiguration"),
    GCC_HIGH(
            "gcc-high",
            "GCC High",
            "https://login.microsoftonline.us",
            "https://api.botframework.us/.default",
            "MicrosoftServices.onmicrosoft.us",
            "https://smba.infra.gov.teams.microsoft.us/teams/",
            "https://api.botframework.us",
            "https://login.botframework.azure.us/v1/.well-known/openidconfiguration"),
    DOD(
            "dod",
            "DoD",
            "https://login.microsoftonline.us",
            "https://api.botframework.us/.default",
            "MicrosoftServices.onmicrosoft.us",
            "https://smba.infra.dod.teams.microsoft.us/teams/",
            "https://api.botframework.us",
            "https://login.botframework.azure.us/v1/.well-known/openidconfiguration");

    private final String code;
    private final String label;
    private final URI loginHost;
    private final String scope;
    private final String multiTenantAuthority;
    private final String serviceUrl;
    private final String eventIssuer;
    private final URI eventMetadata;

    Cloud(
            String code,
            String label,
            String loginHost,
            String scope,
            String multiTenantAuthority,
            String serviceUrl,
            String eventIssuer,
            String eventMetadata) {
        this.code = code;
        this.label = label;
        this.loginHost = URI.create(loginHost);
        this.scope = scope;
        this.multiTenantAuthority = multiTenantAuthority;
        this.serviceUrl = serviceUrl;
        this.eventIssuer = eventIssuer;
        this.eventMetadata = URI.create(eventMetadata);
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

    /** Who issues the tokens that come with events. */
    public String eventIssuer() {
        return eventIssuer;
    }

    /** Where the issuer of events tells which keys are its own. */
    public URI eventMetadata() {
        return eventMetadata;
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
