package dev.dashline.media.probe;

import dev.dashline.media.plan.FrameRate;
import java.util.Optional;

/** Which rate the output has. */
final class OutputRate {

    private static final double LOWEST = 5;
    private static final double HIGHEST = 60.001;
    /** By how much the average of a constant rate may differ from it: a last frame that lasts longer, say. */
    private static final double CONSTANT = 0.01;

    /** A rate above is none: Matroska counts milliseconds, so that FFmpeg guesses 1000 where no duration of a frame is told. */
    private static final double HIGHEST_OF_ANY_CAMERA = 300;

    private static final FrameRate FALLBACK = new FrameRate(25, 1);

    private OutputRate() {}

    /**
     * A constant rate is kept, or halved until it is 60 at most; of a variable one the standard rate nearest to its average
     * is taken.
     *
     * @param average frames by duration
     * @param base the lowest rate that has a place for every frame
     * @param counted frames by duration of the last of them, in case that no average is told
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
