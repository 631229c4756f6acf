package dev.dashline.media.sound;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How loud the moments of a part of a track are. Which of them count depends on all (ITU-R BS.1770): so parts cannot
 * tell their loudness, but how many moments they have of each, and these can be added. Pure.
 *
 * @param momentary how many moments of 400 ms, a new one every 100 ms, are how loud: by tenths of LUFS, from -700 on
 * @param shortTerm the same of moments of 3 s
 * @param truePeak the highest peak; 1 is full scale
 */
public record LoudnessBlocks(
        SortedMap<Integer, Integer> momentary, SortedMap<Integer, Integer> shortTerm, double truePeak) {

    /** What is as quiet as this is silence, tenths of LUFS. */
    private static final int SILENCE = -700;

    /** What is this much quieter than the mean does not count, tenths of LU. */
    private static final int QUIET = 100;

    private static final int QUIET_FOR_RANGE = 200;

    /** How many of the first moments are not whole: FFmpeg puts silence before the start. */
    private static final int STARTING = 3;

    private static final int STARTING_SHORT_TERM = 29;

    private static final double LOWEST = 0.10;
    private static final double HIGHEST = 0.95;

    /** A peak of silence, so that there is a number of decibels for it: that of 24 bits. */
    private static final double SMALLEST_PEAK = 1.0 / (1 << 23);

    /**
     * Reads what FFmpeg's filter {@code ebur128} adds to frames of 100 ms, as the filter for printing it does.
     *
     * @throws IOException if it cannot be read
     */
    public static LoudnessBlocks read(BufferedReader metadata) throws IOException {
        TreeMap<Integer, Integer> momentary = new TreeMap<>();
        TreeMap<Integer, Integer> shortTerm = new TreeMap<>();
        double peak = 0;
        int frame = -1;
        for (String line = metadata.readLine(); line != null; line = metadata.readLine()) {
            String value = line.substring(line.indexOf('=') + 1);
            if (line.startsWith("frame:")) {
                frame++;
            } else if (line.startsWith("lavfi.r128.M=") && frame >= STARTING) {
                count(momentary, value);
            } else if (line.startsWith("lavfi.r128.S=") && frame >= STARTING_SHORT_TERM) {
                count(shortTerm, value);
            } else if (line.startsWith("lavfi.r128.true_peak=")) {
                peak = Math.max(peak, number(value));
            }
        }
        return new LoudnessBlocks(momentary, shortTerm, peak);
    }

    private static void count(Map<Integer, Integer> counts, String loudness) {
        double tenths = number(loudness) * 10;
        if (tenths >= SILENCE) {
            counts.merge((int) Math.round(tenths), 1, Integer::sum);
        }
    }

    /** Of nothing at all, FFmpeg tells minus infinity, or no number. */
    private static double number(String text) {
        return text.endsWith("inf") || text.endsWith("nan") ? Double.NEGATIVE_INFINITY : Double.parseDouble(text);
    }

    /** This part and another one of the track. */
    public LoudnessBlocks plus(LoudnessBlocks other) {
        return new LoudnessBlocks(
                sum(momentary, other.momentary), sum(shortTerm, other.shortTerm), Math.max(truePeak, other.truePeak));
    }

    private static SortedMap<Integer, Integer> sum(Map<Integer, Integer> one, Map<Integer, Integer> other) {
        TreeMap<Integer, Integer> sum = new TreeMap<>(one);
        other.forEach((tenths, count) -> sum.merge(tenths, count, Integer::sum));
        return sum;
    }

    /** How loud all this is; empty if it is silent, or shorter than a moment. */
    public Optional<Loudness> loudness() {
        if (momentary.isEmpty()) {
            return Optional.empty();
        }
        double integrated = mean(counted(momentary, QUIET));
        return Optional.of(new Loudness(
                rounded(integrated / 10),
                rounded(range(counted(shortTerm, QUIET_FOR_RANGE)) / 10.0),
                rounded(20 * Math.log10(Math.max(SMALLEST_PEAK, truePeak)))));
    }

    /** Those that count: not much quieter than the mean of what is not silent. */
    private static SortedMap<Integer, Integer> counted(SortedMap<Integer, Integer> counts, int quiet) {
        return counts.isEmpty() ? counts : counts.tailMap((int) Math.ceil(mean(counts) - quiet));
    }

    /** The mean of energies, tenths of LUFS. */
    private static double mean(Map<Integer, Integer> counts) {
        double energy = 0;
        long number = 0;
        for (Map.Entry<Integer, Integer> each : counts.entrySet()) {
            energy += each.getValue() * Math.pow(10, each.getKey() / 100.0);
            number += each.getValue();
        }
        return 100 * Math.log10(energy / number);
    }

    private static int range(SortedMap<Integer, Integer> counts) {
        return counts.isEmpty() ? 0 : percentile(counts, HIGHEST) - percentile(counts, LOWEST);
    }

    private static int percentile(SortedMap<Integer, Integer> counts, double share) {
        long last = counts.values().stream().mapToLong(Integer::longValue).sum() - 1;
        long wanted = Math.round(last * share);
        long before = 0;
        for (Map.Entry<Integer, Integer> each : counts.entrySet()) {
            before += each.getValue();
            if (before > wanted) {
                return each.getKey();
            }
        }
        return counts.lastKey();
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
