package dev.rostrum.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids for one purpose, made from the seed and a number, and read back to that number.
 *
 * <p>An id looks random; one made with another seed or for another purpose, or changed in any character, is recognised
 * as foreign. So the sandbox knows its ids without keeping a table of them: a tenant of a million people starts as fast
 * as one of ten, and yesterday's ids still work.
 *
 * <p>Layout: a tag, HMAC-SHA-512 of the number, then the number in four bytes, covered by a mask made from the tag.
 */
final class Seal {
    private static final String ALGORITHM = "HmacSHA512";
    private static final int NUMBER_BYTES = 4;
    private static final int GUID_BYTES = 16;

    private final ThreadLocal<Mac> macs;

    Seal(long seed, String purpose) {
        byte[] key = ("rostrum sandbox " + seed + " " + purpose).getBytes(StandardCharsets.UTF_8);
        this.macs = ThreadLocal.withInitial(() -> newMac(key));
    }

    private static Mac newMac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Bytes that follow from the seed, the purpose and the label alone. */
    byte[] derive(String label, int length) {
        return expand((byte) 'd', label.getBytes(StandardCharsets.UTF_8), length);
    }

    /** The sealed form of a number that is not negative, as base64url of so many bytes. */
    String text(int number, int bytes) {
        byte[] tag = tag(number, bytes - NUMBER_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined(tag, number));
    }

    /** The number behind a text that {@link #text} made with the same seed, purpose and length. */
    OptionalInt openText(String text, int bytes) {
        if (text.length() != (bytes * 4 + 2) / 3) {
            return OptionalInt.empty();
        }
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return OptionalInt.empty();
        }
        int number = number(sealed);
        return number >= 0 && text.equals(text(number, bytes)) ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** The sealed form of a number as a GUID of version 4. */
    String guid(int number) {
        ByteBuffer sealed = ByteBuffer.wrap(joined(versioned(tag(number, GUID_BYTES - NUMBER_BYTES)), number));
        return new UUID(sealed.getLong(), sealed.getLong()).toString();
    }

    /** The number behind a GUID that {@link #guid} made; upper and lower case are the same. */
    OptionalInt openGuid(String text) {
        UUID guid;
        try {
            guid = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return OptionalInt.empty();
        }
        byte[] sealed = ByteBuffer.allocate(GUID_BYTES)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        int number = number(sealed);
        return number >= 0 && text.equalsIgnoreCase(guid(number)) ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** Adds a signature to a payload, as base64url. */
    String sign(byte[] payload) {
        byte[] signature = expand((byte) 's', payload, GUID_BYTES);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(payload.length + GUID_BYTES)
                        .put(payload)
                        .put(signature)
                        .array());
    }

    /** The payload of a text that {@link #sign} made, or null. */
    byte[] verify(String text, int payloadBytes) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (all.length != payloadBytes + GUID_BYTES) {
            return null;
        }
        byte[] payload = Arrays.copyOf(all, payloadBytes);
        byte[] signature = Arrays.copyOfRange(all, payloadBytes, all.length);
        return MessageDigest.isEqual(signature, expand((byte) 's', payload, GUID_BYTES)) ? payload : null;
    }

    private byte[] tag(int number, int length) {
        return expand((byte) 't', ByteBuffer.allocate(4).putInt(number).array(), length);
    }

    private static byte[] versioned(byte[] tag) {
        tag[6] = (byte) ((tag[6] & 0x0f) | 0x40);
        tag[8] = (byte) ((tag[8] & 0x3f) | 0x80);
        return tag;
    }

    private byte[] joined(byte[] tag, int number) {
        return ByteBuffer.allocate(tag.length + NUMBER_BYTES)
                .put(tag)
                .putInt(number ^ mask(tag))
                .array();
    }

    private int number(byte[] sealed) {
        int tagLength = sealed.length - NUMBER_BYTES;
        return ByteBuffer.wrap(sealed).getInt(tagLength) ^ mask(Arrays.copyOf(sealed, tagLength));
    }

    private int mask(byte[] tag) {
        return ByteBuffer.wrap(expand((byte) 'm', tag, 4)).getInt();
    }

    private byte[] expand(byte use, byte[] input, int length) {
        Mac mac = macs.get();
        byte[] out = new byte[length];
        for (int done = 0, block = 0; done < length; block++) {
            mac.update(use);
            mac.update((byte) block);
            byte[] digest = mac.doFinal(input);
            int part = Math.min(digest.length, length - done);
            System.arraycopy(digest, 0, out, done, part);
            done += part;
        }
        return out;
    }
}
