package dev.rostrum.words;

/** Sizes of files, roughly. */
public final class Sizes {
    private Sizes() {}

    /** @param bytes 0 or more */
    public static String of(long bytes) {
        Texts texts = Texts.of(Sizes.class);
        return bytes < 1_000_000 ? texts.get("size.kb", Math.max(1, bytes / 1000)) : texts.get("size.mb", bytes / 1e6);
    }
}
