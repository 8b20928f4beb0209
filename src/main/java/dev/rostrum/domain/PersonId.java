package dev.rostrum.domain;

/**
 * What identifies a person to the connector: the pairwise id, the Entra object id, or both. Two ids with one object id are one
 * person; addresses identify nobody.
 *
 * @param userId {@code 29:…}, of this bot alone and compared with regard to case; or null
 * @param objectId in lower case, or null; never the nil GUID
 */
public record PersonId(String userId, String objectId) {
    /** Stands for "unknown", so that everybody who has it would be one person. */
    private static final String NIL = "00000000-0000-0000-0000-000000000000";

    public PersonId {
        userId = userId == null || userId.isBlank() ? null : userId;
        objectId = objectId(objectId);
        if (userId == null && objectId == null) {
            throw new IllegalArgumentException("a person without an id");
        }
    }

    /** Either of the two, as it stands alone: what looks like a GUID is an object id. */
    public static PersonId of(String text) {
        String objectId = objectId(text);
        return objectId == null ? new PersonId(text, null) : new PersonId(null, objectId);
    }

    /** An object id as it is kept, or null where it is no GUID, or nil. */
    public static String objectId(String given) {
        return Guid.parse(given).filter(guid -> !guid.equals(NIL)).orElse(null);
    }

    /**
     * What an audience names the person by: the object id, since a pairwise id may be another person's tomorrow; else that one.
     */
    public String lasting() {
        return objectId == null ? userId : objectId;
    }

    /** The id under which the person is written to: the pairwise one, else the object id (connector reference 1.4). */
    public String text() {
        return userId == null ? objectId : userId;
    }
}
