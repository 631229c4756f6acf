package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.plan.AudioTrackPlan.Source;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Span;
import dev.dashline.media.sound.MonoPair;
import dev.dashline.media.sound.SoundMix;
import dev.dashline.media.tag.TagReader;
import dev.dashline.media.tag.TrackTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The audio tracks that can be decoded, as ffprobe describes them. Pure. */
final class SoundTracks {

    /** Microseconds: left and right of one sound end together, but for a packet. */
    private static final long SAME_END = 100_000;

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
        List<JsonNode> taken = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonNode stream : new TrackChoice(probe.path("streams")).sound()) {
            int channels = stream.path("channels").asInt();
            boolean heard = !packets.track(stream.path("index").asInt()).isEmpty();
            if (!decodable(stream) || (channels == 0 && heard)) {
                others.add(Decoders.name(stream));
            } else if (channels > 0) {
                tracks.add(track(stream, end));
                taken.add(stream);
            }
        }
        if (tracks.isEmpty() && !others.isEmpty()) {
            throw new MediaException(
                    MediaFault.UNSUPPORTED_CODEC,
                    "The source has sound, but none that FFmpeg can decode: " + String.join(", ", others) + ".");
        }
        return taken.size() == 2 && others.isEmpty() ? joined(tracks, taken) : tracks;
    }

    private Audio track(JsonNode stream, long end) {
        Optional<SoundMix> mix = SoundMix.of(stream);
        return new Audio(
                new Source(stream.path("index").asInt(), OptionalInt.empty(), mix.map(SoundMix::pan)),
                TagReader.read(stream),
                mix.map(SoundMix::channels).orElse(stream.path("channels").asInt()),
                span(stream, end));
    }

    /** Left and right, where the two tracks are that. */
    private static List<Audio> joined(List<Audio> tracks, List<JsonNode> streams) {
        boolean first = streams.get(0).path("index").asInt()
                < streams.get(1).path("index").asInt();
        Optional<MonoPair> pair = MonoPair.of(streams.get(first ? 0 : 1), streams.get(first ? 1 : 0));
        Span one = tracks.get(0).span();
        Span other = tracks.get(1).span();
        if (pair.isEmpty() || Math.abs(one.end() - other.end()) > SAME_END) {
            return tracks;
        }
        return List.of(new Audio(
                new Source(pair.get().left(), OptionalInt.of(pair.get().right()), Optional.empty()),
                TrackTags.in(tracks.get(0).tags().language()),
                2,
                new Span(one.start(), Math.max(one.end(), other.end()))));
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
}
