package dev.rostrum.domain;

import java.util.Locale;

/** What kind of account a roster entry is. The connector tells no owners. */
public enum UserKind {
    MEMBER,
    GUEST,
    EXTERNAL,
    ANONYMOUS,
    UNKNOWN;

    /**
     * The kind as far as a roster entry shows it. Guests are named by {@code userRole}, or only by {@code #EXT#} in the
     * UPN; people of shared channels carry another tenant (connector reference 3.3).
     */
    public static UserKind of(String userRole, String userPrincipalName, String userTenantId, String teamTenantId) {
        String role = userRole == null ? "" : userRole.toLowerCase(Locale.ROOT);
        if (role.equals("anonymous")) {
            return ANONYMOUS;
        }
        if (role.equals("guest")
                || (userPrincipalName != null
                        && userPrincipalName.toUpperCase(Locale.ROOT).contains("#EXT#"))) {
            return GUEST;
        }
        if (userTenantId != null && teamTenantId != null && !userTenantId.equalsIgnoreCase(teamTenantId)) {
            return EXTERNAL;
        }
        return role.equals("user") ? MEMBER : UNKNOWN;
    }
}
