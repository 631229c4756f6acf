package dev.dashline.gcsemulator.fault;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Which requests fail, and how.
 *
 * @param requests what a request's line, such as {@code GET /storage/v1/b/in/o/a.mp4?alt=media} with everything
 * decoded, must hold
 * @param skip how many such requests go well first
 * @param times how many then go wrong
 * @param probability of each of those to go wrong
 * @param seed decides which, together with the request's line and how often there was such a line; not with the order
 *     of arrival, so that the same run goes wrong in the same places
 */
public record FaultRule(Fault fault, Pattern requests, long skip, long times, double probability, long seed) {

    /** Every request. */
    public static FaultRule every(Fault fault) {
        return new FaultRule(fault, Pattern.compile(""), 0, Long.MAX_VALUE, 1, 0);
    }

    /** Requests whose line holds a match of this expression. */
    public FaultRule on(String expression) {
        return new FaultRule(fault, Pattern.compile(expression), skip, times, probability, seed);
    }

    /** All but the first so many. */
    public FaultRule after(long requestsThatGoWell) {
        return new FaultRule(fault, requests, requestsThatGoWell, times, probability, seed);
    }

    /** So many of them, and then no more. */
    public FaultRule times(long requestsThatGoWrong) {
        return new FaultRule(fault, requests, skip, requestsThatGoWrong, probability, seed);
    }

    /** A part of them. */
    public FaultRule withProbability(double part, long withSeed) {
        return new FaultRule(fault, requests, skip, times, part, withSeed);
    }

    boolean matches(String line) {
        return requests.matcher(line).find();
    }

    boolean hits(String line, long repetition) {
        if (probability >= 1) {
            return true;
        }
        CRC32C hash = new CRC32C();
        hash.update((seed + " " + repetition + " " + line).getBytes(StandardCharsets.UTF_8));
        return hash.getValue() < probability * (1L << 32);
    }
}
