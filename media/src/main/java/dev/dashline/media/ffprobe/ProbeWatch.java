package dev.dashline.media.ffprobe;

import dev.dashline.media.SourceLimits;
import dev.dashline.media.ffmpeg.InputHealth;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says when a run of ffprobe has to end: when it reads no more of its source, as a good source is read to its end,
 * however slowly that comes; and after a time that a source of this size cannot need. Use on one thread.
 */
final class ProbeWatch {

    /** A look at what was read takes far less, also on a machine that has much else to do. */
    static final Duration STALL = Duration.ofSeconds(30);

    /** A store that brings less is too slow for any encoding. */
    private static final long SLOWEST_BYTES_PER_SECOND = 1_000_000;

    private final Duration limit;
    private Duration taken = Duration.ZERO;
    private Duration quiet = Duration.ZERO;
    private OptionalLong read = OptionalLong.empty();

    /**
     * Watches one run.
     *
     * @param limit how long it may take, beside what the size of the source adds
     * @param bytes the size of the source; 0 if that is unknown
     */
    ProbeWatch(Duration limit, long bytes) {
        this.limit = limit.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    }

    /** How long the run may take. */
    Duration limit() {
        return limit;
    }

    /**
     * Notes how the run goes.
     *
     * @param since the last look, or since the beginning
     * @param health of the source: time that its store makes ffprobe wait does not count
     * @param bytes of the source that have been read so far; empty if the system does not tell
     * @return why the run has to end, as a sentence; empty if it may go on
     */
    Optional<String> look(Duration since, InputHealth health, OptionalLong bytes) {
        boolean waits = health == InputHealth.WAITING;
        taken = waits ? taken : taken.plus(since);
        quiet = waits || bytes.isEmpty() || !bytes.equals(read) ? Duration.ZERO : quiet.plus(since);
        read = bytes;
        if (quiet.compareTo(STALL) >= 0) {
            return Optional.of("ffprobe has read nothing more of the source for " + STALL.toSeconds()
                    + " s, and did not come to an end with it.");
        }
        return taken.compareTo(limit) < 0
                ? Optional.empty()
                : Optional.of("ffprobe has not come to an end with the source in " + taken.toSeconds() + " s; "
                        + SourceLimits.PROBE_TIME + " allows one of this size " + limit.toSeconds()
                        + " s. Raise the limit, or convert the source.");
    }
}
