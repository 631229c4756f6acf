package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.SourceLimits;
import dev.dashline.media.command.Seconds;
import dev.dashline.media.ffprobe.Refusals;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.SourceInfo;
import dev.dashline.media.plan.SourceInfo.Audio;
import dev.dashline.media.plan.SourceInfo.Video;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns ffprobe's answers into a {@link SourceInfo}, and refuses what cannot be encoded. Pure. */
final class ProbeReader {

    /** Codecs whose pictures are decoded in another order than shown, which FFmpeg finds out only as it decodes. */
    private static final Set<String> REORDERED = Set.of("h264", "hevc");

    /** Sample entries of encrypted tracks: ISO/IEC 23001-7 and Apple's. */
    static final Set<String> ENCRYPTED = Set.of("encv", "enca", "drmi", "drms", "drmt", "drma");

    private final JsonNode probe;
    private final Decoders decoders;
    private final SourceLimits limits;
    private final TrackChoice tracks;

    ProbeReader(JsonNode probe, Decoders decoders, SourceLimits limits) {
        this.probe = probe;
        this.decoders = decoders;
        this.limits = limits;
        this.tracks = new TrackChoice(probe.path("streams"));
    }

    /**
     * Index of the video stream to encode, see {@link TrackChoice#video}.
     *
     * @param stdErr ffprobe's standard error: only there does it complain of pictures that are too large
     * @throws MediaException if there is none, or it cannot be encoded
     */
    int videoStream(String stdErr) throws MediaException {
        requireFewTracks();
        JsonNode video = video();
        requireDecodable(video);
        long width = video.path("width").asLong();
        long height = video.path("height").asLong();
        requireFewPixels(width, height, stdErr);
        if (width < 2 || height < 2) {
            throw new MediaException(MediaFault.UNSUPPORTED_CODEC, "The size of the picture is unknown.");
        }
        return video.path("index").asInt();
    }

    /**
     * All tracks of a source with video.
     *
     * @param packets of the source
     * @param sound whether sound is wanted
     * @throws MediaException if the source is too long or incomplete, or if none of its audio tracks can be decoded
     */
    SourceInfo read(PacketScan packets, boolean sound) throws MediaException {
        JsonNode video = video();
        if (packets.encrypted()) {
            throw encrypted();
        }
        PacketScan.Track times = packets.track(video.path("index").asInt());
        if (!isMpegTs() && !times.isEmpty()) {
            // There, a table may state any time; only in MPEG-TS does a clock run, that can jump.
            requireShort(times.last() - times.first());
        }
        requireEven(packets);
        requireOneClock(packets);
        Video read = new VideoTrack(video).read(probe.path("format"), packets);
        requireShort(read.span().length());
        return new SourceInfo(
                Optional.of(read),
                sound
                        ? new SoundTracks(probe, decoders, packets)
                                .until(read.span().end())
                        : List.of(),
                new TextTracks(probe).all());
    }

    /**
     * All tracks of a source of which only sound is wanted.
     *
     * @param packets of the source
     * @throws MediaException if there is none, or it is too long or incomplete
     */
    SourceInfo readSound(PacketScan packets) throws MediaException {
        requireFewTracks();
        requireOneClock(packets);
        List<Audio> sound = new SoundTracks(probe, decoders, packets).until(0);
        if (sound.isEmpty()) {
            throw new MediaException(MediaFault.NO_AUDIO, "The source has no audio track that can be decoded.");
        }
        for (Audio track : sound) {
            requireShort(track.span().length());
        }
        for (JsonNode stream : tracks.sound()) {
            if (!packets.track(stream.path("index").asInt()).isEmpty()) {
                new StatedEnd(stream, probe.path("format")).requireReached(packets);
            }
        }
        return new SourceInfo(Optional.empty(), sound, new TextTracks(probe).all());
    }

    /** Whether the container states more of the video than these packets. */
    boolean seemsIncomplete(PacketScan packets) throws MediaException {
        return new StatedEnd(video(), probe.path("format")).missed(packets).isPresent();
    }

    private boolean isMpegTs() {
        return probe.path("format").path("format_name").asText().contains("mpegts");
    }

    /** Two recordings in one file cannot be told apart by their times. */
    private void requireOneClock(PacketScan packets) throws MediaException {
        if (packets.jump().isEmpty()) {
            return;
        }
        ClockJumps.Jump jump = packets.jump().get();
        String place =
                jump.position().isEmpty() ? "" : ", at byte " + jump.position().getAsLong();
        throw new MediaException(
                MediaFault.CORRUPT_MEDIA,
                "The clock of the source jumps from " + Seconds.of(jump.from()) + " s to " + Seconds.of(jump.to())
                        + " s" + place + ".");
    }

    /** The rate of pictures that are decoded in another order than shown, where the container only tells the former. */
    Optional<FrameRate> untimed() {
        boolean avi = probe.path("format").path("format_name").asText().equals("avi");
        return tracks.video()
                .filter(video ->
                        avi && REORDERED.contains(video.path("codec_name").asText()))
                .flatMap(video -> FrameRate.parse(video.path("r_frame_rate").asText()));
    }

    private static void requireEven(PacketScan packets) throws MediaException {
        if (packets.isUneven()) {
            throw new MediaException(
                    MediaFault.UNSUPPORTED_CODEC,
                    "Pictures of the source are left out, and the others have no times: AVI has none for H.264 and"
                            + " HEVC. Export it as MP4 or Matroska.");
        }
    }

    private void requireFewTracks() throws MediaException {
        int count = tracks.count();
        if (count > limits.tracks()) {
            throw new MediaException(
                    MediaFault.INVALID_CONTAINER,
                    "The source has " + count + " tracks of video, sound and text; " + SourceLimits.TRACKS + " allows "
                            + limits.tracks() + ". Leave some out, or raise the limit.");
        }
    }

    private void requireFewPixels(long width, long height, String stdErr) throws MediaException {
        if (width * height > limits.pixels()) {
            throw Refusals.tooLarge(width + "x" + height, Long.toString(limits.pixels()));
        }
        Optional<MediaException> refused = Refusals.ofPictures(stdErr);
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    private void requireShort(long micros) throws MediaException {
        if (micros > limits.duration().toNanos() / 1_000) {
            throw new MediaException(
                    MediaFault.DURATION_LIMIT,
                    "The source lasts " + Seconds.of(micros) + " s; " + SourceLimits.DURATION + " allows "
                            + limits.duration().toSeconds() + " s.");
        }
    }

    private JsonNode video() throws MediaException {
        return tracks.video()
                .orElseThrow(() -> new MediaException(MediaFault.NO_VIDEO, "The source has no video track."));
    }

    private void requireDecodable(JsonNode stream) throws MediaException {
        if (ENCRYPTED.contains(stream.path("codec_tag_string").asText())) {
            throw encrypted();
        }
        if (!decoders.canDecode(stream)) {
            throw new MediaException(
                    MediaFault.UNSUPPORTED_CODEC,
                    "The video track's codec, " + Decoders.name(stream) + ", cannot be decoded by FFmpeg.");
        }
    }

    private static MediaException encrypted() {
        return new MediaException(MediaFault.UNSUPPORTED_CODEC, "The source is encrypted: give one that is not.");
    }

    static boolean isA(String kind, JsonNode stream) {
        return stream.path("codec_type").asText().equals(kind);
    }
}
