package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.SourceFrames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds out where frames of sound lie, from the times of the first ones as ffprobe lists them. Pure. */
final class FrameMeasure {

    /** How many frames are looked at: some seconds of sound. */
    static final int FRAMES = 200;

    /** Of the unit of the container's times. Rounding is off by half a unit, and so may be what rounding is told. */
    private static final double TOLERANCE_UNITS = 0.6;

    /** Samples: recorders write times that are off by one. */
    private static final int TOLERANCE_SAMPLES = 1;

    /** The share of frames that have to lie where the others say. */
    private static final double REGULAR = 0.9;

    private FrameMeasure() {}

    /**
     * What ffprobe is asked for.
     *
     * @param from where the first frame is, as the beginning of an interval
     */
    static List<String> question(String from) {
        return List.of(
                "-read_intervals",
                from + "+#" + FRAMES,
                "-show_entries",
                "frame=pts,nb_samples:stream=time_base,sample_rate");
    }

    /**
     * Where frames lie.
     *
     * @param answer of ffprobe about one stream
     * @return empty if frames lie irregularly, and the container's times are too rough to tell where
     */
    static Optional<SourceFrames> of(JsonNode answer) {
        JsonNode stream = answer.path("streams").path(0);
        int rate = stream.path("sample_rate").asInt();
        JsonNode frames = answer.path("frames");
        Optional<BigDecimal> unit = unit(stream);
        if (rate <= 0 || frames.size() < 2 || unit.isEmpty()) {
            return Optional.empty();
        }
        double samplesPerUnit = unit.get().doubleValue() * rate;
        int tolerance = (int) Math.ceil(TOLERANCE_UNITS * samplesPerUnit) + TOLERANCE_SAMPLES;
        int samples = commonLength(frames);
        Optional<SourceFrames> regular = samples < 2 * tolerance
                ? Optional.empty()
                : phase(frames, samples, samplesPerUnit, tolerance)
                        .map(phase -> new SourceFrames(rate, samples, phase, tolerance));
        return regular.or(() -> samplesPerUnit <= 1 ? Optional.of(new SourceFrames(rate, 1, 0, 0)) : Optional.empty());
    }

    private static Optional<BigDecimal> unit(JsonNode stream) {
        String[] fraction = stream.path("time_base").asText().split("/", -1);
        try {
            return fraction.length == 2
                    ? Optional.of(
                            new BigDecimal(fraction[0]).divide(new BigDecimal(fraction[1]), MathContext.DECIMAL64))
                    : Optional.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The largest length that those of all frames are multiples of. The first frame may be a rest. */
    private static int commonLength(JsonNode frames) {
        BigInteger common = BigInteger.ZERO;
        for (int each = 1; each < frames.size(); each++) {
            common = common.gcd(
                    BigInteger.valueOf(frames.get(each).path("nb_samples").asInt()));
        }
        return common.intValue();
    }

    /** Where frames end, by the median of what each frame's time says; empty if too many say something else. */
    private static Optional<Integer> phase(JsonNode frames, int samples, double samplesPerUnit, int tolerance) {
        double[] starts = new double[frames.size()];
        long before = 0;
        for (int each = 0; each < starts.length; each++) {
            JsonNode frame = frames.get(each);
            if (!frame.has("pts")) {
                return Optional.empty();
            }
            starts[each] = frame.path("pts").asLong() * samplesPerUnit - before;
            before += frame.path("nb_samples").asLong();
        }
        double[] sorted = starts.clone();
        Arrays.sort(sorted);
        double start = sorted[sorted.length / 2];
        long regular = Arrays.stream(starts)
                .filter(each -> Math.abs(each - start) <= tolerance)
                .count();
        long firstEnd = Math.round(start) + frames.get(0).path("nb_samples").asLong();
        return regular < REGULAR * starts.length
                ? Optional.empty()
                : Optional.of(Math.toIntExact(Math.floorMod(firstEnd, samples)));
    }
}
