package dev.dashline.media.profile;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A codec that video can be encoded with, and the settings of its encoder. */
public enum VideoCodec {
    /** Encoded by x264. */
    H264("h264", 51),
    /** Encoded by x265. */
    HEVC("hevc", 51),
    /** Encoded by SVT-AV1, which has a cap for constant quality only: a target bit rate is not supported. */
    AV1("av1", 63);

    private static final List<String> X264_PRESETS = List.of(
            "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo");
    private static final List<String> SVT_PRESETS =
            IntStream.rangeClosed(0, 13).mapToObj(Integer::toString).toList();

    private final String text;
    private final int worstCrf;

    VideoCodec(String text, int worstCrf) {
        this.text = text;
        this.worstCrf = worstCrf;
    }

    /** The codec of that name, if there is one. */
    public static Optional<VideoCodec> parse(String text) {
        return Stream.of(values()).filter(codec -> codec.text.equals(text)).findFirst();
    }

    /** Its name in profiles and plans. */
    public String text() {
        return text;
    }

    int worstCrf() {
        return worstCrf;
    }

    List<String> presets() {
        return this == AV1 ? SVT_PRESETS : X264_PRESETS;
    }

    /** {@code high444} is there for lossless encoding. */
    List<String> profiles() {
        return this == H264 ? List.of("baseline", "main", "high", "high444") : List.of("main");
    }
}
