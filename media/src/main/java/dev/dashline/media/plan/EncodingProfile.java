package dev.dashline.media.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How to encode, as data: what an operator writes in a profile file, valid.
 *
 * @param name what requests call it
 * @param grid how the video is cut
 * @param rungs the video ladder, the highest first; empty if only sound is encoded
 * @param audio how every audio track is encoded; empty if none is
 * @param thumbnails how far apart small pictures of the video are taken, about; empty for none
 * @param quality what every chunk is measured by; empty for nothing
 */
public record EncodingProfile(
        String name,
        Grid grid,
        List<Target> rungs,
        Optional<Audio> audio,
        Optional<Duration> thumbnails,
        Optional<QualityMetric> quality) {

    /**
     * How the video is cut.
     *
     * @param gop distance of keyframes; about, as it is a whole number of frames
     * @param segment length of a segment; about, as it is a whole number of GOPs
     */
    public record Grid(Duration gop, Duration segment) {}

    /**
     * One step of the ladder, whatever shape the picture has.
     *
     * @param size the shorter side of the picture, pixels: 720 for 1280×720 and for 720×1280
     * @param rate what bits are spent by
     * @param encoder what encodes it
     */
    public record Target(int size, RateControl rate, Encoder encoder) {}

    /**
     * What bits are spent by: constant quality or a target bit rate, under a cap either way.
     *
     * @param crf the encoder's constant rate factor; empty if a bit rate is the target
     * @param bitrate target, bits per second; empty if quality is constant
     * @param maxrate cap on the bit rate, bits per second
     * @param bufsize size of the decoder's buffer that the cap is held over, bits
     */
    public record RateControl(OptionalInt crf, OptionalLong bitrate, long maxrate, long bufsize) {}

    /**
     * What encodes.
     *
     * @param preset the encoder's own name for how hard it tries
     * @param profile of the codec
     */
    public record Encoder(VideoCodec codec, String preset, String profile) {}

    /**
     * How audio is encoded.
     *
     * @param bitrate bits per second of a track
     * @param sampleRate Hz
     * @param channels how many at most, 1 or 2; more are mixed down
     * @param surround bits per second of a second rendition with 5.1 channels, of sources that have them; empty for none
     */
    public record Audio(long bitrate, int sampleRate, int channels, OptionalLong surround) {}

    public EncodingProfile {
        rungs = List.copyOf(rungs);
    }
}
