package dev.rostrum.connection;

import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.Connection.SecretStorage;
import dev.rostrum.connection.secret.Purpose;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a connection may not take along when it leads to other hosts from now on: a secret goes only where it was typed for. The kept
 * ones are out of reach by their names ({@link Connection#secret}); what leads to one, an environment variable or a certificate's
 * file, counts again only when it is typed again.
 */
final class HostChange {
    private HostChange() {}

    /** The secrets that were for other hosts than those the connection leads to now. */
    static Set<Purpose> moved(Connection before, Connection after) {
        Set<Purpose> moved = EnumSet.noneOf(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            if (!before.destination(purpose).equals(after.destination(purpose))) {
                moved.add(purpose);
            }
        }
        return moved;
    }

    /** The changed connection without what was typed for other hosts; the reading notes what has to be typed anew. */
    static Connection apply(FormReading form, Connection before, Connection after) {
        Set<Purpose> moved = moved(before, after);
        if (moved.isEmpty()) {
            return after;
        }
        Map<Purpose, String> variables = new EnumMap<>(Purpose.class);
        variables.putAll(after.secretStorage().variables());
        for (Purpose purpose : moved) {
            String variable = variables.get(purpose);
            boolean same =
                    Objects.equals(variable, before.secretStorage().variables().get(purpose));
            if (variable != null && same && !form.again(SecretStorageGroup.FIELDS.get(purpose))) {
                variables.remove(purpose);
                form.note("connection.moved.variable", variable);
            }
        }
        Credential credential = credential(form, before, after, moved);
        Connection left =
                after.with(credential, new SecretStorage(after.secretStorage().location(), variables));
        for (Purpose purpose : left.neededSecrets()) {
            if (moved.contains(purpose)
                    && before.neededSecrets().contains(purpose)
                    && !variables.containsKey(purpose)
                    && form.typed().get(purpose).isEmpty()) {
                form.note(
                        "connection.moved." + purpose.code(),
                        left.destination(purpose).replace("+", ", "));
            }
        }
        return left;
    }

    private static Credential credential(FormReading form, Connection before, Connection after, Set<Purpose> moved) {
        boolean along = moved.contains(Purpose.CERTIFICATE_PASSWORD)
                && before.credential() instanceof Credential.Certificate then
                && after.credential() instanceof Credential.Certificate now
                && then.file().equals(now.file())
                && !form.again(Field.CERTIFICATE);
        if (along) {
            form.note("connection.moved.certificate");
        }
        return along ? Credential.Certificate.UNCHOSEN : after.credential();
    }
}
