package dev.rostrum.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.PBEParametersGenerator;

/**
 * A password as what keys are derived from.
 *
 * @param bytes for PKCS#5 and scrypt
 * @param wide for PKCS#12: characters of two bytes, with the two that end them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, lives for one file
record PasswordForm(byte[] bytes, byte[] wide) {
    /** Encodings beside UTF-8 in which a console on Windows hands a password over. */
    private static final List<String> CONSOLES = List.of("windows-1252", "IBM850");

    /** The forms that programs make of this password, the likeliest first; one for a password of ASCII. */
    static List<PasswordForm> of(char[] password) {
        List<PasswordForm> forms = new ArrayList<>();
        if (password == null || password.length == 0) {
            // Programs differ in whether no password still has the two bytes that end one.
            forms.add(new PasswordForm(new byte[0], new byte[2]));
            forms.add(new PasswordForm(new byte[0], new byte[0]));
            return forms;
        }
        byte[] wide = PBEParametersGenerator.PKCS12PasswordToBytes(password);
        byte[] utf8 = encoded(password, StandardCharsets.UTF_8);
        if (utf8 != null) {
            add(forms, utf8, wide);
            // Before 1.1.0, OpenSSL widened each byte.
            add(forms, utf8.clone(), widened(utf8));
        }
        for (String console : CONSOLES) {
            byte[] bytes = Charset.isSupported(console) ? encoded(password, Charset.forName(console)) : null;
            if (bytes != null) {
                add(forms, bytes, widened(bytes));
            }
        }
        return forms;
    }

    private static void add(List<PasswordForm> forms, byte[] bytes, byte[] wide) {
        PasswordForm form = new PasswordForm(bytes, wide);
        if (forms.stream().anyMatch(f -> Arrays.equals(f.bytes, bytes) && Arrays.equals(f.wide, wide))) {
            form.wipe();
        } else {
            forms.add(form);
        }
    }

    /** The password in an encoding; null where that lacks a character of it. */
    private static byte[] encoded(char[] password, Charset charset) {
        try {
            ByteBuffer buffer = charset.newEncoder().encode(CharBuffer.wrap(password));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            Arrays.fill(buffer.array(), (byte) 0);
            return bytes;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static byte[] widened(byte[] bytes) {
        byte[] wide = new byte[bytes.length * 2 + 2];
        for (int i = 0; i < bytes.length; i++) {
            wide[2 * i + 1] = bytes[i];
        }
        return wide;
    }

    void wipe() {
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(wide, (byte) 0);
    }
}
