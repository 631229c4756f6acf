package dev.dashline.encoder.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to encode, as data: what an operator writes in a profile file, valid.
 *
 * @param name what requests call it
 * @param gop distance of keyframes; about, as it is a whole number of frames
 * @param segment length of a segment; about, as it is a whole number of GOPs
 * @param rungs the video ladder, the highest first
 * @param audio how every audio track is encoded; empty if none is
 */
public record EncodingProfile(String name, Duration gop, Duration segment, List<Rung> rungs, Optional<Audio> audio) {

    /**
     * One step of the ladder, whatever shape the picture has.
     *
     * @param size the shorter side of the picture, pixels: 720 for 1280×720 and for 720×1280
     * @param crf x264's constant rate factor
     * @param maxrate cap on the bit rate, bits per second
     * @param bufsize size of the decoder's buffer that the cap is held over, bits
     * @param preset x264's preset
     * @param profile H.264 profile
     */
    public record Rung(int size, int crf, long maxrate, long bufsize, String preset, String profile) {}

    /**
     * How audio is encoded.
     *
     * @param bitrate bits per second of a track
     * @param sampleRate Hz
     * @param channels how many at most; more are mixed down
     */
    public record Audio(long bitrate, int sampleRate, int channels) {}

    public EncodingProfile {
        rungs = List.copyOf(rungs);
    }
}
