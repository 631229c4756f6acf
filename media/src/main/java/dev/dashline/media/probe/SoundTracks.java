package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audio tracks that can be decoded, as ffprobe describes them. Pure. */
final class SoundTracks {

    private static final Logger log = LoggerFactory.getLogger(SoundTracks.class);

    private final JsonNode probe;
    private final Decoders decoders;
    private final PacketScan packets;

    SoundTracks(JsonNode probe, Decoders decoders, PacketScan packets) {
        this.probe = probe;
        this.decoders = decoders;
        this.packets = packets;
    }

    /**
     * All of them, in the order of {@link TrackChoice#sound}.
     *
     * @param end end of the video, microseconds: audio tracks without a stated duration, as in streamed recordings, are
     *     taken to end with it
     * @throws MediaException if there are audio tracks, but none that can be decoded
     */
    List<Audio> until(long end) throws MediaException {
        List<Audio> tracks = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonNode stream : new TrackChoice(probe.path("streams")).sound()) {
            int channels = stream.path("channels").asInt();
            boolean heard = !packets.track(stream.path("index").asInt()).isEmpty();
            if (!decodable(stream) || (channels == 0 && heard)) {
                others.add(Decoders.name(stream));
            } else if (channels > 0) {
                tracks.add(new Audio(stream.path("index").asInt(), language(stream), channels, span(stream, end)));
            }
        }
        if (tracks.isEmpty() && !others.isEmpty()) {
            throw new MediaException(
                    MediaFault.UNSUPPORTED_CODEC,
                    "The source has sound, but none that FFmpeg can decode: " + String.join(", ", others) + ".");
        }
        if (!others.isEmpty()) {
            log.atInfo().addKeyValue("codecs", others).log("audio tracks left out, FFmpeg cannot decode them");
        }
        return tracks;
    }

    /** By the packets, where all are known. Otherwise by the header, but not longer than the packets of any track. */
    private Span span(JsonNode stream, long videoEnd) {
        PacketScan.Track track = packets.track(stream.path("index").asInt());
        long start = ProbeTimes.micros(stream, "start_time").orElse(track.isEmpty() ? 0 : track.first());
        if (packets.isWhole() && !track.isEmpty()) {
            return new Span(start, Math.max(start, track.last() + track.lastDuration()));
        }
        long length = ProbeTimes.micros(stream, "duration")
                .orElseGet(() ->
                        ProbeTimes.micros(probe.path("format"), "duration").orElse(videoEnd - start));
        long end = start + length;
        return new Span(start, packets.stated() > start ? Math.min(end, packets.stated()) : end);
    }

    private boolean decodable(JsonNode stream) {
        return decoders.canDecode(stream)
                && !ProbeReader.ENCRYPTED.contains(
                        stream.path("codec_tag_string").asText());
    }

    static Optional<String> language(JsonNode stream) {
        String tag = stream.path("tags").path("language").asText().toLowerCase(Locale.ROOT);
        // Containers use ISO 639-2; BCP 47 wants the two-letter code where there is one.
        Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
        boolean known =
                !tag.isEmpty() && !tag.equals("und") && !locale.getLanguage().isEmpty();
        return known ? Optional.of(LanguageTags.shortest(locale)) : Optional.empty();
    }
}
