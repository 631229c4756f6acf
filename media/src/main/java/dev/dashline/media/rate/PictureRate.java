package dev.dashline.media.rate;

import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.report.RateOrigin;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The frame rate of the output: the one at which the pictures come, so that each has a frame of its own.
 *
 * @param rate frames per second
 * @param shift how much earlier than the first picture the first frame is, microseconds, less than half a frame: where
 *     pictures come unevenly, it keeps two from falling on one frame
 * @param origin how it was found
 */
public record PictureRate(FrameRate rate, long shift, RateOrigin origin) {

    private static final double LOWEST = 5;
    private static final double HIGHEST = 60.001;

    /** A higher rate is a wrong guess: FFmpeg guesses 1000 where times are milliseconds. */
    private static final double HIGHEST_OF_ANY_CAMERA = 300;

    private static final FrameRate FILM = new FrameRate(24_000, 1_001);

    private static final FrameRate FALLBACK = new FrameRate(25, 1);

    /** Rates of other sources than cameras, and of cameras that are halved. */
    private static final List<FrameRate> COMMON = List.of(
            new FrameRate(5, 1),
            new FrameRate(6, 1),
            new FrameRate(8, 1),
            new FrameRate(10, 1),
            new FrameRate(12_000, 1_001),
            new FrameRate(12, 1),
            new FrameRate(25, 2),
            new FrameRate(15_000, 1_001),
            new FrameRate(15, 1),
            new FrameRate(20, 1),
            new FrameRate(48_000, 1_001),
            new FrameRate(48, 1),
            new FrameRate(100, 1),
            new FrameRate(120_000, 1_001),
            new FrameRate(120, 1),
            new FrameRate(240, 1));

    /** Of the pictures, this part may be missing before a rate counts as one that has no place for them. */
    private static final double LOST = 0.000_5;

    /** Of the frames, this part may show the picture before again where pictures come evenly. */
    private static final double REPEATED = 0.1;

    /** The same where each picture is exactly at the time of a frame: then frames are those that a camera left out. */
    private static final double LEFT_OUT = 0.5;

    /** Pictures that are further apart than this many times the usual are a pause. */
    private static final double PAUSE = 4;

    /**
     * Chooses it.
     *
     * @param times of the pictures, microseconds, in order, each once; the first is the first picture of the source
     * @param header the rates that the source states, the most exact first; a guess where the times leave a choice
     * @param tick how exact the times are, microseconds
     */
    public static PictureRate of(long[] times, List<FrameRate> header, long tick) {
        List<FrameRate> stated = header.stream()
                .filter(rate -> rate.perSecond() <= HIGHEST_OF_ANY_CAMERA)
                .toList();
        long[] shown = visible(times);
        if (shown.length == 1) {
            return new PictureRate(FALLBACK, 0, RateOrigin.ASSUMED);
        }
        if (shown.length < 3) {
            return stated.stream()
                    .filter(each -> each.perSecond() >= LOWEST)
                    .min(Comparator.comparingDouble(FrameRate::perSecond))
                    .map(rate -> new PictureRate(limited(rate).snapped(), 0, RateOrigin.STATED))
                    .orElse(new PictureRate(FALLBACK, 0, RateOrigin.ASSUMED));
        }
        Intervals intervals = new Intervals(shown, PAUSE);
        PictureRate found = even(shown, intervals, stated, tick).orElseGet(() -> uneven(shown, intervals, tick));
        boolean film = differ(found.rate, FILM) < 0.002 && intervals.areOfTelecine(tick);
        return film ? new PictureRate(found.rate, found.shift, RateOrigin.TELECINE) : found;
    }

    /** Some encoders write pictures that are never shown, right before the next. */
    private static long[] visible(long[] times) {
        long shortest = Math.round(1_000_000 / HIGHEST_OF_ANY_CAMERA);
        long[] shown = new long[times.length];
        int count = 0;
        for (int each = 0; each < times.length; each++) {
            if (each + 1 == times.length || times[each + 1] - times[each] >= shortest) {
                shown[count++] = times[each];
            }
        }
        return Arrays.copyOf(shown, count);
    }

    /** A rate at which there is one picture for each frame, apart from pauses. */
    private static Optional<PictureRate> even(long[] times, Intervals intervals, List<FrameRate> stated, long tick) {
        double doubt = Math.max(LOST, intervals.doubt(tick));
        Set<FrameRate> known = new LinkedHashSet<>();
        Set<FrameRate> guessed = new LinkedHashSet<>();
        for (double period : intervals.likelyPeriods()) {
            FrameRate measured = rate(period);
            stated.stream()
                    .filter(rate -> differ(rate, measured) <= doubt)
                    .findFirst()
                    .map(FrameRate::snapped)
                    .or(() -> nearest(measured, common()).filter(rate -> differ(rate, measured) <= doubt))
                    .ifPresentOrElse(
                            known::add, () -> guessed.addAll(guesses(measured, intervals.longestRun() / period)));
        }
        // Some of the periods are wrong where a picture is missing. Those are not the ones that are known as a rate.
        return Stream.concat(known.stream(), guessed.stream())
                .map(rate -> FrameGrid.best(times, rate, intervals))
                .filter(grid -> grid.lost() <= allowed(times) && grid.repeated() <= repeats(grid, tick) * times.length)
                .findFirst()
                .map(PictureRate::even);
    }

    private static double repeats(FrameGrid grid, long tick) {
        boolean exact = grid.off() <= tick * grid.rate().perSecond() / 1_000_000 + 0.02;
        return exact ? LEFT_OUT : REPEATED;
    }

    private static PictureRate even(FrameGrid grid) {
        FrameRate rate = grid.rate();
        if (rate.perSecond() > HIGHEST) {
            return grid.on(limited(rate), RateOrigin.HALVED);
        }
        return rate.perSecond() < LOWEST
                ? grid.on(multiplied(rate), RateOrigin.RAISED)
                : grid.on(rate, RateOrigin.PICTURES);
    }

    /** A common rate counts as meant if the pictures, one by one, would not get out of step with it by one. */
    private static List<FrameRate> guesses(FrameRate measured, double pictures) {
        Optional<FrameRate> common = nearest(measured, common()).filter(rate -> differ(rate, measured) < 0.01);
        if (common.isEmpty()) {
            return List.of(measured);
        }
        FrameRate rate = common.get();
        return differ(rate, measured) * pictures < 1 ? List.of(rate, measured) : List.of(measured, rate);
    }

    private static Stream<FrameRate> common() {
        return Stream.concat(FrameRate.STANDARD.stream(), COMMON.stream());
    }

    /** The lowest common rate that has a frame for each picture; the best there is if none has. */
    private static PictureRate uneven(long[] times, Intervals intervals, long tick) {
        FrameRate shortest = rate(intervals.shortestPeriod(tick));
        FrameRate standard = shortest.nearestStandard();
        FrameRate base = differ(shortest, standard) < 0.003 ? standard : shortest;
        double mean = 1_000_000 / intervals.mean() * 0.99;
        FrameGrid best = null;
        for (FrameRate rate : FrameRate.STANDARD) {
            // Over a short time, 59.94 has a frame for each picture that 60 has one for.
            boolean other = !rate.equals(base) && differ(rate, base) < 0.003;
            if (rate.perSecond() >= mean && !other) {
                FrameGrid grid = FrameGrid.best(times, rate, intervals);
                if (best == null || grid.lost() < best.lost()) {
                    best = grid;
                }
                if (best.lost() <= allowed(times)) {
                    break;
                }
            }
        }
        FrameGrid chosen = best == null ? FrameGrid.best(times, limited(base).nearestStandard(), intervals) : best;
        return chosen.on(chosen.rate(), RateOrigin.VARIES);
    }

    private static long allowed(long[] times) {
        return (long) (times.length * LOST);
    }

    private static double differ(FrameRate one, FrameRate other) {
        return Math.abs(one.perSecond() / other.perSecond() - 1);
    }

    private static Optional<FrameRate> nearest(FrameRate rate, Stream<FrameRate> of) {
        return of.min((one, other) -> Double.compare(differ(one, rate), differ(other, rate)));
    }

    private static FrameRate rate(double period) {
        return new FrameRate(Math.toIntExact(Math.max(1, Math.round(1e10 / period))), 10_000);
    }

    private static FrameRate limited(FrameRate rate) {
        FrameRate limited = rate;
        while (limited.perSecond() > HIGHEST) {
            limited = new FrameRate(limited.num(), limited.den() * 2);
        }
        return limited;
    }

    /** Players expect some pictures a second: a rate of slides becomes a multiple of it. */
    private static FrameRate multiplied(FrameRate rate) {
        return FrameRate.STANDARD.stream()
                .filter(each -> {
                    double times = each.perSecond() / rate.perSecond();
                    return Math.abs(times - Math.rint(times)) < 1e-6;
                })
                .findFirst()
                .orElse(FALLBACK);
    }
}
