package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.Seconds;
import java.util.OptionalLong;

/**
 * Looks again for sound that begins so late that ffprobe does not see what it is: MPEG-TS describes sound only in its
 * packets.
 */
final class LateSound {

    private LateSound() {}

    /**
     * ffprobe's answer, with late sound described.
     *
     * @throws MediaException {@code CORRUPT_MEDIA} if all sound is in tracks that the beginning does not announce
     */
    static JsonNode described(JsonNode probe, PacketScan packets, Probing probing)
            throws MediaException, InterruptedException {
        ObjectNode answer = probe.deepCopy();
        ArrayNode streams = answer.withArray("streams");
        boolean sound = false;
        for (int each = 0; each < streams.size(); each++) {
            JsonNode stream = streams.get(each);
            PacketScan.Track track = packets.track(stream.path("index").asInt());
            boolean late =
                    stream.path("channels").asInt() == 0 && track.position().isPresent();
            if (ProbeReader.isA("audio", stream) && late) {
                streams.set(each, described(stream, track, probing));
            }
            sound |= ProbeReader.isA("audio", stream);
        }
        OptionalLong unannounced = packets.soundAfter(streams.size());
        if (!sound && unannounced.isPresent()) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source has sound from " + Seconds.of(unannounced.getAsLong())
                            + " s on, in a track that its beginning does not announce.");
        }
        return answer;
    }

    private static JsonNode described(JsonNode stream, PacketScan.Track track, Probing probing)
            throws MediaException, InterruptedException {
        long position = track.position().orElseThrow();
        for (JsonNode seen : probing.from(position).streams().answer().path("streams")) {
            if (seen.path("id").equals(stream.path("id"))
                    && seen.path("channels").asInt() > 0) {
                ObjectNode described = seen.deepCopy();
                described.set("index", stream.path("index"));
                described.put("start_time", Seconds.of(track.first()));
                return described;
            }
        }
        return stream;
    }
}
