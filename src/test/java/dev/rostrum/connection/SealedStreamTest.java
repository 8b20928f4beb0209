package dev.rostrum.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.testing.Canary;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedStreamTest {
    private static final char[] PASSPHRASE = Canary.PASSPHRASE.value().toCharArray();
    private static final int HEADER = 17 + 4 + 16 + 32;
    private static final int SEALED_CHUNK = SealedStream.CHUNK + 16;

    private static byte[] contents(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] seal(byte[] contents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream sealing = SealedStream.seal(out, PASSPHRASE, new SecureRandom())) {
            int half = contents.length / 2;
            sealing.write(contents, 0, half);
            sealing.write(contents, half, contents.length - half);
        }
        return out.toByteArray();
    }

    private static byte[] open(byte[] sealed) throws IOException {
        try (InputStream in = SealedStream.open(new ByteArrayInputStream(sealed), PASSPHRASE)) {
            return in.readAllBytes();
        }
    }

    private static void broken(byte[] sealed, String how) {
        assertThatThrownBy(() -> open(sealed)).as(how).isInstanceOf(SealedStream.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, SealedStream.CHUNK - 1, SealedStream.CHUNK, SealedStream.CHUNK + 1, 3 * SealedStream.CHUNK})
    void whatWasSealedComesOutWhole(int length) throws IOException {
        byte[] sealed = seal(contents(length));
        assertThat(open(sealed)).isEqualTo(contents(length));
        assertThat(SealedStream.isSealed(new BufferedInputStream(new ByteArrayInputStream(sealed))))
                .isTrue();
    }

    @Test
    void aMissingEndADoubledAndAMovedChunkShow() throws IOException {
        byte[] sealed = seal(contents(3 * SealedStream.CHUNK + 5));
        broken(Arrays.copyOf(sealed, HEADER), "nothing but the header");
        for (int chunks = 1; chunks <= 3; chunks++) {
            broken(Arrays.copyOf(sealed, HEADER + chunks * SEALED_CHUNK), chunks + " whole chunks");
        }
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, HEADER, swapped, HEADER + SEALED_CHUNK, SEALED_CHUNK);
        System.arraycopy(sealed, HEADER + SEALED_CHUNK, swapped, HEADER, SEALED_CHUNK);
        broken(swapped, "another order");
        ByteArrayOutputStream without = new ByteArrayOutputStream();
        without.write(sealed, 0, HEADER);
        without.write(sealed, HEADER + SEALED_CHUNK, sealed.length - HEADER - SEALED_CHUNK);
        broken(without.toByteArray(), "the first is missing");
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(sealed);
        twice.write(sealed, HEADER, sealed.length - HEADER);
        broken(twice.toByteArray(), "something after the end");
    }

    @Test
    void aChunkOfAnotherFileUnderTheSamePassphraseShows() throws IOException {
        byte[] one = seal(contents(2 * SealedStream.CHUNK));
        byte[] other = seal(contents(2 * SealedStream.CHUNK));
        System.arraycopy(other, HEADER, one, HEADER, SEALED_CHUNK);
        broken(one, "the first chunk of another file");
        byte[] headed = seal(contents(9));
        System.arraycopy(other, 0, headed, 0, HEADER);
        broken(headed, "the header of another file");
    }

    @Test
    void aChangedBitOfTheContentsShows() throws IOException {
        byte[] sealed = seal(contents(100));
        for (int at : new int[] {HEADER, HEADER + 50, sealed.length - 1}) {
            byte[] changed = sealed.clone();
            changed[at] ^= 4;
            broken(changed, "byte " + at);
        }
    }

    /** A file may not keep the program at work for ever. */
    @Test
    void roundsBeyondTheBoundsAreNotCounted() throws IOException {
        byte[] sealed = seal(contents(1));
        for (int rounds : new int[] {0, 1, -1, 99_999, 10_000_001, Integer.MAX_VALUE}) {
            ByteBuffer.wrap(sealed).putInt(17, rounds);
            broken(sealed, rounds + " rounds");
        }
    }

    @Test
    void aWrongPassphraseIsToldFromAChangedFile() throws IOException {
        byte[] sealed = seal(contents(1));
        assertThatThrownBy(() -> SealedStream.open(
                        new ByteArrayInputStream(sealed),
                        Canary.WRONG_PASSPHRASE.value().toCharArray()))
                .isInstanceOf(SealedStream.WrongPassphrase.class);
    }
}
