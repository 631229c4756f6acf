package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks for places where the clock of a source starts again, or jumps. Takes packets in the order of the file. */
final class ClockWatch {

    /**
     * Within a track, time goes on from packet to packet. Some programs are wrong about it by a few pictures, a
     * second recording by its whole length.
     */
    private static final long BACK = 500_000;

    /** A pause may be long. But one of this length in all tracks at once is another clock. */
    private static final long AHEAD = 60_000_000;

    /**
     * A jump.
     *
     * @param from time before it, microseconds
     * @param to time after it, microseconds
     * @param position in the file, bytes; empty if unknown
     */
    record Jump(long from, long to, OptionalLong position) {}

    private final Map<Integer, Long> last = new HashMap<>();
    private long latest = Long.MIN_VALUE;
    private Optional<Jump> jump = Optional.empty();

    void see(int stream, OptionalLong time, JsonNode position) {
        if (time.isEmpty() || jump.isPresent()) {
            return;
        }
        long now = time.getAsLong();
        long before = last.getOrDefault(stream, Long.MIN_VALUE);
        boolean back = before != Long.MIN_VALUE && now < before - BACK;
        boolean ahead = latest != Long.MIN_VALUE && now > latest + AHEAD;
        if (back || ahead) {
            String place = position.asText();
            jump = Optional.of(new Jump(
                    back ? before : latest,
                    now,
                    place.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(place)) : OptionalLong.empty()));
        }
        last.put(stream, now);
        latest = Math.max(latest, now);
    }

    /** The first jump. */
    Optional<Jump> jump() {
        return jump;
    }
}
