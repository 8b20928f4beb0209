package dev.rostrum.domain;

/**
 * When a run pauses by itself before it goes wrong for everybody.
 *
 * @param sameRefusals people refused for one cause without a success between
 * @param doubts sends in doubt without a success between
 * @param share part of the window that may be refused or in doubt, 0 to 1
 * @param window recipients looked back on
 */
public record PauseLimits(int sameRefusals, int doubts, double share, int window) {
    public static final PauseLimits DEFAULT = new PauseLimits(5, 3, 0.05, 200);

    public PauseLimits {
        if (sameRefusals < 1 || doubts < 1 || !(share >= 0 && share <= 1) || window < 1) {
            throw new IllegalArgumentException("Pause limits count from 1, and a share goes from 0 to 1");
        }
    }
}
