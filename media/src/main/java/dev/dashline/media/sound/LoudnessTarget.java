package dev.dashline.media.sound;

/**
 * How loud tracks are to be (EBU R 128).
 *
 * @param integrated of the whole track, LUFS
 * @param truePeak that none may be above, dBTP
 */
public record LoudnessTarget(double integrated, double truePeak) {

    private static final double STEPS = 100;

    /** The gain of a track in decibels, in steps of a hundredth: that to the target, or less for its true peak. */
    public double gain(Loudness measured) {
        return Math.floor(STEPS * Math.min(wanted(measured), truePeak - measured.truePeak())) / STEPS;
    }

    /** Whether a track stays below the target, because its peaks would be above theirs. */
    public boolean isOutOfReach(Loudness measured) {
        return truePeak - measured.truePeak() < wanted(measured);
    }

    private double wanted(Loudness measured) {
        return integrated - measured.integrated();
    }
}
