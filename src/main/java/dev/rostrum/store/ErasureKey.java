package dev.rostrum.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes keyed digests of ids, by which somebody who was erased is known again without their ids being kept. The key lies in the data file
 * itself: whoever has the file can try ids that they know, and nobody else can; a key elsewhere would be lost with the computer, and
 * with it the promise not to write to these people.
 */
final class ErasureKey {
    private static final String SETTING = "erasure_key";
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    private ErasureKey(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file's key, which is made where there is none. */
    static ErasureKey of(Session session) throws SQLException {
        session.update("INSERT INTO setting (key, value) VALUES ('" + SETTING
                + "', hex(randomblob(32))) ON CONFLICT DO NOTHING");
        return new ErasureKey(HexFormat.of().parseHex(stored(session)));
    }

    /** As it is stored; null where there is none. */
    static String stored(Session session) throws SQLException {
        return session.text("SELECT value FROM setting WHERE key = '" + SETTING + "'");
    }

    /** Puts the key of another copy of the file in. */
    static void store(Session session, String stored) throws SQLException {
        session.update(
                "INSERT INTO setting (key, value) VALUES ('" + SETTING
                        + "', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
                stored);
    }

    /** @return 32 bytes; pairwise ids and object ids of one text would have one digest, but none is both */
    byte[] digest(String id) {
        return mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
    }
}
