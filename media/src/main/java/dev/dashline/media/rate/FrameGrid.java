package dev.dashline.media.rate;

import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.report.RateOrigin;

/**
 * Pictures on frames of one rate: each falls on the frame that is nearest to its time.
 *
 * @param rate of the frames
 * @param shift how far into the first frame the first picture is, frames, −0.5 to 0.5
 * @param lost how many pictures fall on the frame of the one before
 * @param doubtful how many are so near to it that rounding decides
 * @param repeated how many frames have no picture, apart from pauses
 * @param off how far a picture is from its frame at most, frames
 */
record FrameGrid(FrameRate rate, double shift, long lost, long doubtful, long repeated, double off) {

    /** Frames: when they are decoded, pictures may be that much earlier or later, as times are rounded. */
    private static final double MARGIN = 0.04;

    private static final int SHIFTS = 12;
    /** More pictures would tell nothing new. */
    private static final int MOST = 100_000;

    /** The shift at which most pictures have a frame of their own; none where that is best, too. */
    static FrameGrid best(long[] times, FrameRate rate, Intervals intervals) {
        FrameGrid best = at(0, times, rate, intervals);
        for (int step = 1; step < SHIFTS && best.doubtful > 0; step++) {
            // Small shifts first: 1/12, −1/12, 2/12 and so on.
            int size = (step + 1) / 2;
            double shift = (step % 2 == 1 ? size : -size) / (double) SHIFTS;
            FrameGrid other = at(shift, times, rate, intervals);
            boolean better = other.lost < best.lost || (other.lost == best.lost && other.doubtful < best.doubtful);
            best = better ? other : best;
        }
        return best;
    }

    private static FrameGrid at(double shift, long[] times, FrameRate rate, Intervals intervals) {
        long lost = 0;
        long doubtful = 0;
        long repeated = 0;
        double off = Math.abs(shift);
        double frames = rate.perSecond() / 1_000_000;
        double previous = shift;
        for (int each = 1; each < Math.min(MOST, times.length); each++) {
            double place = (times[each] - times[0]) * frames + shift;
            long step = frame(place) - frame(previous);
            boolean pause = intervals.isPause(times[each] - times[each - 1]);
            lost += step < 1 ? 1 : 0;
            doubtful += frame(place - MARGIN) - frame(previous + MARGIN) < 1 ? 1 : 0;
            repeated += pause || step < 2 ? 0 : step - 1;
            off = Math.max(off, Math.abs(place - frame(place)));
            previous = place;
        }
        return new FrameGrid(rate, shift, lost, doubtful, repeated, off);
    }

    private static long frame(double place) {
        return (long) Math.floor(place + 0.5);
    }

    /** The same with another rate, a multiple or half of this one. */
    PictureRate on(FrameRate other, RateOrigin origin) {
        return new PictureRate(other, Math.round(shift * 1_000_000 / rate.perSecond()), origin);
    }
}
