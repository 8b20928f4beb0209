package dev.rostrum.domain;

import java.util.Objects;

/**
 * A cached person.
 *
 * @param id the id under which the person is written to: the pairwise one of this bot, {@code 29:…}, else the Entra object id
 * @param objectId Entra object id in lower case, or null; never the nil GUID
 * @param name display name, or null
 * @param givenName may be null
 * @param surname may be null
 * @param email may be null
 * @param userPrincipalName may be null
 * @param tenantId the person's own tenant, or null
 * @param kind kind of account
 */
public record User(
        String id,
        String objectId,
        String name,
        String givenName,
        String surname,
        String email,
        String userPrincipalName,
        String tenantId,
        UserKind kind) {
    /** Three times what any id of a person has (connector reference 9.2: about 85 characters). */
    public static final int MAX_ID = 300;

    public User {
        objectId = PersonId.objectId(objectId);
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
    }

    public PersonId personId() {
        return id.equals(objectId) ? PersonId.of(id) : new PersonId(id, objectId);
    }

    /** {@link PersonId#lasting}. */
    public String lastingId() {
        return personId().lasting();
    }

    /**
     * The person as one is cached: names are cut, blank ones are none, and addresses that are longer than any are left out, since
     * half an address is another one.
     */
    public User bounded() {
        return new User(
                id,
                objectId,
                CachedText.name(name),
                CachedText.name(givenName),
                CachedText.name(surname),
                CachedText.address(email),
                CachedText.address(userPrincipalName),
                tenantId,
                kind);
    }

    /** The best we can show: name, else email, else UPN, else the id. */
    public String label() {
        for (String candidate : new String[] {name, email, userPrincipalName}) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return id;
    }
}
