package dev.rostrum.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The pixels of a small PNG (8 bits a channel, red green blue alpha, not interlaced; W3C PNG, sections 5, 9 and 11). */
final class AppPackagePng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int MAX_SIDE = 512;
    private static final int CHANNELS = 4;
    private static final byte RGBA = 6;

    private final int width;
    private final int height;
    private final byte[] pixels;

    private AppPackagePng(int width, int height, byte[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** Reads a picture; empty where it is none of this kind. */
    static Optional<AppPackagePng> read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (file.length < SIGNATURE.length || !Arrays.equals(SIGNATURE, Arrays.copyOf(file, SIGNATURE.length))) {
            return Optional.empty();
        }
        in.position(SIGNATURE.length);
        int width = 0;
        int height = 0;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        while (in.remaining() >= 12) {
            int length = in.getInt();
            if (length < 0 || length > in.remaining() - 8) {
                return Optional.empty();
            }
            int start = in.position();
            String type = new String(file, start, 4, StandardCharsets.US_ASCII);
            CRC32 crc = new CRC32();
            crc.update(file, start, length + 4);
            ByteBuffer body = ByteBuffer.wrap(file, start + 4, length);
            in.position(start + 4 + length);
            if (in.getInt() != (int) crc.getValue()) {
                return Optional.empty();
            }
            if (type.equals("IHDR") && length == 13) {
                width = body.getInt();
                height = body.getInt();
                boolean plain = body.get() == 8 && body.get() == RGBA && body.get() == 0 && body.get() == 0;
                if (!plain || body.get() != 0 || width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
                    return Optional.empty();
                }
            } else if (type.equals("IDAT")) {
                data.write(file, start + 4, length);
            } else if (type.equals("IEND")) {
                return width == 0 ? Optional.empty() : pixels(width, height, data.toByteArray());
            }
        }
        return Optional.empty();
    }

    private static Optional<AppPackagePng> pixels(int width, int height, byte[] deflated) {
        int row = width * CHANNELS;
        byte[] raw = new byte[height * (row + 1)];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            int done = 0;
            while (done < raw.length) {
                int read = inflater.inflate(raw, done, raw.length - done);
                if (read == 0) {
                    return Optional.empty();
                }
                done += read;
            }
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
        byte[] pixels = new byte[height * row];
        for (int y = 0; y < height; y++) {
            int filter = raw[y * (row + 1)];
            for (int x = 0; x < row; x++) {
                int left = x < CHANNELS ? 0 : pixels[y * row + x - CHANNELS] & 0xff;
                int up = y == 0 ? 0 : pixels[(y - 1) * row + x] & 0xff;
                int upLeft = x < CHANNELS || y == 0 ? 0 : pixels[(y - 1) * row + x - CHANNELS] & 0xff;
                int predicted;
                switch (filter) {
                    case 0 -> predicted = 0;
                    case 1 -> predicted = left;
                    case 2 -> predicted = up;
                    case 3 -> predicted = (left + up) / 2;
                    case 4 -> predicted = paeth(left, up, upLeft);
                    default -> {
                        return Optional.empty();
                    }
                }
                pixels[y * row + x] = (byte) (raw[y * (row + 1) + 1 + x] + predicted);
            }
        }
        return Optional.of(new AppPackagePng(width, height, pixels));
    }

    private static int paeth(int left, int up, int upLeft) {
        int estimate = left + up - upLeft;
        int byLeft = Math.abs(estimate - left);
        int byUp = Math.abs(estimate - up);
        int byUpLeft = Math.abs(estimate - upLeft);
        if (byLeft <= byUp && byLeft <= byUpLeft) {
            return left;
        }
        return byUp <= byUpLeft ? up : upLeft;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    boolean opaque() {
        for (int i = 3; i < pixels.length; i += CHANNELS) {
            if (pixels[i] != (byte) 0xff) {
                return false;
            }
        }
        return true;
    }

    /** Whether whatever is seen is white, something is, and the corners are not. */
    boolean whiteOnTransparent() {
        boolean drawn = false;
        for (int i = 0; i < pixels.length; i += CHANNELS) {
            if (pixels[i + 3] != 0) {
                drawn = true;
                if (pixels[i] != (byte) 0xff || pixels[i + 1] != (byte) 0xff || pixels[i + 2] != (byte) 0xff) {
                    return false;
                }
            }
        }
        int row = width * CHANNELS;
        return drawn
                && pixels[3] == 0
                && pixels[row - 1] == 0
                && pixels[pixels.length - row + 3] == 0
                && pixels[pixels.length - 1] == 0;
    }
}
