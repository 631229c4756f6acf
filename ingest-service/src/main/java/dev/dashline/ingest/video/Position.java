package dev.dashline.ingest.video;

import dev.dashline.events.ingest.VideoStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a video stands in the list of all: the newest first, by the time of its first event; within a millisecond by
 * id, in the order of its UTF-8 bytes, as the store has it.
 *
 * @param millis since the epoch; not negative
 */
public record Position(long millis, String videoId) implements Comparable<Position> {

    private static final int HEX = 16;

    /** Where the video of this status stands. A time before the epoch counts as the epoch. */
    public static Position of(VideoStatus status) {
        return new Position(millis(status.getCreatedAt()), status.getVideoId());
    }

    /** A time as positions have it. */
    public static long millis(Instant time) {
        return Math.max(0, time.toEpochMilli());
    }

    /** Reads what {@link #text} wrote; empty for any other text. */
    public static Optional<Position> parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int slash = plain.indexOf('/');
            if (slash < 1) {
                return Optional.empty();
            }
            long millis = Long.parseLong(plain.substring(0, slash), HEX);
            return Optional.of(new Position(millis, plain.substring(slash + 1))).filter(it -> it.millis >= 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As a word of letters, digits, {@code -} and {@code _}, for URLs. */
    public String text() {
        String plain = Long.toString(millis, HEX) + '/' + videoId;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(Position other) {
        int newerFirst = Long.compare(other.millis, millis);
        return newerFirst != 0
                ? newerFirst
                : Arrays.compareUnsigned(
                        videoId.getBytes(StandardCharsets.UTF_8), other.videoId.getBytes(StandardCharsets.UTF_8));
    }
}
