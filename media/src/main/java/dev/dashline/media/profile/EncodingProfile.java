package dev.dashline.media.profile;

import dev.dashline.media.sound.LoudnessTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How to encode, as data: a valid profile file.
 *
 * @param name the name that requests use
 * @param fingerprint of its file: the first 12 hexadecimal digits of the SHA-256
 * @param grid how the video is cut
 * @param rungs the video ladder, the highest first; empty if only sound is encoded
 * @param framesOfFields whether each field of an interlaced source becomes a frame; otherwise two fields become one
 * @param audio how every audio track is encoded; empty if none is
 * @param thumbnails approximate distance of the small pictures; empty for none
 * @param quality what every chunk is measured by; empty for no measurement
 * @param conceals whether damage of a source is concealed and listed; otherwise such a source is refused
 */
public record EncodingProfile(
        String name,
        String fingerprint,
        Grid grid,
        List<Target> rungs,
        boolean framesOfFields,
        Optional<Audio> audio,
        Optional<Duration> thumbnails,
        Optional<QualityMetric> quality,
        boolean conceals) {

    /**
     * How the video is cut.
     *
     * @param gop distance of keyframes, approximately: it becomes a whole number of frames
     * @param segment length of a segment, approximately: it becomes a whole number of GOPs
     */
    public record Grid(Duration gop, Duration segment) {}

    /**
     * One step of the ladder, for pictures of any shape.
     *
     * @param size the shorter side of the picture, pixels: 720 for 1280×720 and for 720×1280
     * @param rate how the bit rate is controlled
     */
    public record Target(int size, RateControl rate, Encoder encoder) {}

    /**
     * How the bit rate is controlled: constant quality or a target bit rate, both under a cap. Bit rates are for up to
     * 30 pictures a second.
     *
     * @param crf the encoder's constant rate factor; empty if a bit rate is the target
     * @param bitrate target, bits per second; empty if quality is constant
     * @param maxrate cap on the bit rate, bits per second
     * @param bufsize size of the decoder's buffer that the cap is held over, bits
     */
    public record RateControl(OptionalInt crf, OptionalLong bitrate, long maxrate, long bufsize) {}

    /**
     * The encoder and its settings.
     *
     * @param preset the encoder's name for a trade-off between speed and size
     * @param profile of the codec
     */
    public record Encoder(VideoCodec codec, String preset, String profile) {}

    /**
     * How audio is encoded.
     *
     * @param bitrate bits per second of a track
     * @param sampleRate Hz
     * @param channels how many at most, 1 or 2; tracks with more are mixed down
     * @param surround bits per second of a second rendition in 5.1, for sources that have it; empty for none
     * @param loudness that a track gets by one gain for the whole of it; empty to leave it as it is
     */
    public record Audio(
            long bitrate, int sampleRate, int channels, OptionalLong surround, Optional<LoudnessTarget> loudness) {}

    /** The same, but for what is done about damage. */
    public EncodingProfile concealing(boolean others) {
        return new EncodingProfile(name, fingerprint, grid, rungs, framesOfFields, audio, thumbnails, quality, others);
    }

    public EncodingProfile {
        rungs = List.copyOf(rungs);
    }
}
