package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import java.util.OptionalLong;

/**
 * Where a track ends by what the container says of it. A container says it in several places, and programs that change
 * a file leave old values in some of them. So part of the source is missing only if the packets end before all of
 * these. Pure.
 *
 * @param stream of ffprobe's answer
 * @param format ffprobe's description of the whole file
 */
record StatedEnd(JsonNode stream, JsonNode format) {

    /** A source may end this much before it says so. */
    private static final long MISSING_MICROS = 1_000_000;

    /**
     * Compares it with the packets.
     *
     * @throws MediaException {@code CORRUPT_MEDIA} if part of the source is missing
     */
    void requireReached(PacketScan packets) throws MediaException {
        OptionalLong missed = missed(packets);
        if (missed.isPresent()) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source says that it lasts until " + missed.getAsLong() / 1_000_000 + " s, but it ends after "
                            + ended(packets) / 1_000_000 + " s.");
        }
    }

    /** The earliest end that is stated, if the packets do not reach any. */
    OptionalLong missed(PacketScan packets) {
        OptionalLong duration = ProbeTimes.micros(stream, "duration");
        // Matroska and MPEG-TS state none: FFmpeg guesses it.
        String name = format.path("format_name").asText();
        if (duration.isPresent() && !name.contains("matroska") && !name.contains("mpegts")) {
            long start = ProbeTimes.micros(stream, "start_time").orElse(0);
            // In fragments, which have no table that counts frames, FFmpeg takes the end for the duration.
            boolean fragments = !stream.has("nb_frames");
            return missed(duration.getAsLong() + (fragments ? Math.min(0, start) : start), ended(packets));
        }
        OptionalLong tagged = ProbeTimes.taggedDuration(stream);
        // The file's duration is that of its longest track, which need not be this one.
        OptionalLong file = ProbeTimes.micros(format, "duration");
        long end = packets.stated();
        if (tagged.isEmpty()) {
            // A streamed recording states none. Where FFmpeg guesses one by bit rates, it does so for each track, too.
            return missed(duration.isPresent() ? 0 : file.orElse(0), end);
        }
        boolean fileMissed = file.isEmpty() || missed(file.getAsLong(), end).isPresent();
        return fileMissed ? missed(tagged.getAsLong(), ended(packets)) : OptionalLong.empty();
    }

    /** The length that is stated; of other containers, FFmpeg guesses one. */
    OptionalLong length() {
        String name = format.path("format_name").asText();
        if (name.contains("matroska")) {
            return ProbeTimes.taggedDuration(stream);
        }
        return name.contains("mp4") ? ProbeTimes.micros(stream, "duration") : OptionalLong.empty();
    }

    /** Matroska has neither start nor duration of a track. Where FFmpeg guesses one, both are guessed. */
    boolean isGuessed() {
        return format.path("format_name").asText().contains("matroska") && stream.has("duration");
    }

    private long ended(PacketScan packets) {
        return packets.track(stream.path("index").asInt()).stated();
    }

    private static OptionalLong missed(long stated, long end) {
        return end + MISSING_MICROS < stated ? OptionalLong.of(stated) : OptionalLong.empty();
    }
}
