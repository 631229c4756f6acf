package dev.dashline.media.probe;

import dev.dashline.media.plan.FrameRate;
import java.util.Optional;

/** Chooses the frame rate of the output. Pure. */
final class OutputRate {

    private static final double LOWEST = 5;
    private static final double HIGHEST = 60.001;
    /** A constant rate may differ this much from its average, for example when the last frame lasts longer. */
    private static final double CONSTANT = 0.01;

    /**
     * A higher rate is a wrong guess: Matroska counts milliseconds, so FFmpeg guesses 1000 where frames have no stated
     * duration.
     */
    private static final double HIGHEST_OF_ANY_CAMERA = 300;

    private static final FrameRate FALLBACK = new FrameRate(25, 1);

    private OutputRate() {}

    /**
     * Keeps a constant rate, halved until it is 60 at most. For a variable rate, takes the standard rate nearest to its
     * average.
     *
     * @param average number of frames divided by duration
     * @param base the lowest rate that has a place for every frame
     * @param counted the average over the last frames, for a source that states none
     */
    static FrameRate of(Optional<FrameRate> average, Optional<FrameRate> base, Optional<FrameRate> counted) {
        Optional<FrameRate> lowest = base.filter(OutputRate::isPlausible);
        FrameRate mean = average.filter(OutputRate::isPlausible)
                .or(() -> counted.filter(OutputRate::isPlausible))
                .or(() -> lowest)
                .orElse(FALLBACK);
        FrameRate candidate = lowest.orElse(mean);
        boolean constant = lowest.isPresent() && Math.abs(mean.perSecond() / candidate.perSecond() - 1) < CONSTANT;
        if (!constant || candidate.perSecond() < LOWEST) {
            return mean.nearestStandard();
        }
        FrameRate rate = candidate;
        while (rate.perSecond() > HIGHEST) {
            rate = new FrameRate(rate.num(), rate.den() * 2);
        }
        return rate.snapped();
    }

    private static boolean isPlausible(FrameRate rate) {
        return rate.perSecond() <= HIGHEST_OF_ANY_CAMERA;
    }
}
