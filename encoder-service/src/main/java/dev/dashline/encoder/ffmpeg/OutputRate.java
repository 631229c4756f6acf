package dev.dashline.encoder.ffmpeg;

import dev.dashline.encoder.plan.FrameRate;
import java.util.Optional;

/** Which rate the output has. */
final class OutputRate {

    private static final double LOWEST = 5;
    private static final double HIGHEST = 60.001;
    /** By how much the average of a constant rate may differ from it: a last frame that lasts longer, say. */
    private static final double CONSTANT = 0.01;

    private static final FrameRate FALLBACK = new FrameRate(25, 1);

    private OutputRate() {}

    /**
     * A constant rate is kept, or halved until it is 60 at most; of a variable one the standard rate nearest to its average
     * is taken.
     *
     * @param average frames by duration
     * @param base the lowest rate that has a place for every frame
     */
    static FrameRate of(Optional<FrameRate> average, Optional<FrameRate> base) {
        FrameRate mean = average.or(() -> base).orElse(FALLBACK);
        FrameRate candidate = base.orElse(mean);
        boolean constant = Math.abs(mean.perSecond() / candidate.perSecond() - 1) < CONSTANT;
        if (!constant || candidate.perSecond() < LOWEST) {
            return mean.nearestStandard();
        }
        FrameRate rate = candidate;
        while (rate.perSecond() > HIGHEST) {
            rate = new FrameRate(rate.num(), rate.den() * 2);
        }
        return rate.snapped();
    }
}
