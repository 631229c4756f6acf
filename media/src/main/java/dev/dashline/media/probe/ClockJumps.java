package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks for places where the clock of a source starts again, or jumps. Takes packets in the order of the file. */
final class ClockJumps {

    /**
     * Within a track, the time of decoding goes on from packet to packet. Some programs are wrong about it by a few
     * pictures, a second recording by its whole length.
     */
    private static final long BACK = 500_000;

    /** The same where a time is that of showing: pictures are decoded in another order than they are shown. */
    private static final long SHOWN_BACK = 5_000_000;

    private final long ahead;

    /**
     * A jump.
     *
     * @param from time before it, microseconds
     * @param to time after it, microseconds
     * @param position in the file, bytes; empty if unknown
     */
    record Jump(long from, long to, OptionalLong position) {}

    /**
     * The time of a packet.
     *
     * @param decoded whether it is that of decoding
     */
    private record Seen(long time, boolean decoded) {}

    private final Map<Integer, Seen> last = new HashMap<>();
    private long latest = Long.MIN_VALUE;
    private Optional<Jump> jump = Optional.empty();

    /**
     * Looks at the packets of one source.
     *
     * @param ahead a pause of more than this in all tracks at once is another clock, microseconds
     */
    ClockJumps(long ahead) {
        this.ahead = ahead;
    }

    /** Takes the next packet. */
    void see(int stream, OptionalLong decoded, OptionalLong shown, JsonNode position) {
        OptionalLong time = decoded.isPresent() ? decoded : shown;
        if (time.isEmpty() || jump.isPresent()) {
            return;
        }
        long now = time.getAsLong();
        Seen before = last.getOrDefault(stream, new Seen(now, true));
        boolean alike = decoded.isPresent() && before.decoded();
        boolean back = now < before.time() - (alike ? BACK : SHOWN_BACK);
        boolean on = latest != Long.MIN_VALUE && now > latest + ahead;
        if (back || on) {
            String place = position.asText();
            jump = Optional.of(new Jump(
                    back ? before.time() : latest,
                    now,
                    place.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(place)) : OptionalLong.empty()));
        }
        last.put(stream, new Seen(now, decoded.isPresent()));
        latest = Math.max(latest, now);
    }

    /** The first jump. */
    Optional<Jump> jump() {
        return jump;
    }
}
