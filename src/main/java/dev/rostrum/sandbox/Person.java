package dev.rostrum.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Somebody in the simulated tenant.
 *
 * @param index number of the person, from zero
 * @param id pairwise id for the sandbox's bot
 * @param objectId Entra object id, or null
 * @param email or null
 * @param emailSpelledNull whether a missing email is written as a JSON null instead of being left out
 * @param guestRole whether the roster says "guest" (half of the guests are told by their principal name only)
 */
record Person(
        int index,
        String id,
        String objectId,
        NameBook.Name name,
        String email,
        boolean emailSpelledNull,
        String userPrincipalName,
        boolean guestRole) {
    /** As the roster shows a person. */
    ObjectNode toJson(String tenantId, boolean withId) {
        ObjectNode json = Reply.object();
        if (withId) {
            json.put("id", id);
        }
        if (objectId != null) {
            json.put("objectId", objectId);
        }
        json.put("name", name.display());
        json.put("givenName", name.given());
        json.put("surname", name.family());
        if (email != null) {
            json.put("email", email);
        } else if (emailSpelledNull) {
            json.putNull("email");
        }
        json.put("userPrincipalName", userPrincipalName);
        json.put("tenantId", tenantId);
        json.put("userRole", guestRole ? "guest" : "user");
        return json;
    }
}
