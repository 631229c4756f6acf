package dev.dashline.media.command;

import dev.dashline.media.plan.Rung;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import dev.dashline.media.profile.VideoCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of the video encoders. They give all chunks of a rung the same headers: only chunks with equal init segments
 * make one rendition. Pure.
 *
 * @param gopFrames distance of keyframes; there are no others
 * @param joins whether the chunk follows another
 * @param threads of each encoder; 0 lets it choose
 */
record EncoderOptions(int gopFrames, boolean joins, int threads) {

    /**
     * Assumed fullness of the decoder's buffer at a join. With the encoders' default of 0.9, joined chunks exceeded the
     * cap.
     */
    private static final String JOIN_FULLNESS = "0.4";

    /** Options of all rungs. */
    List<String> common(VideoCodec codec) {
        String gop = Integer.toString(gopFrames);
        List<String> options = new ArrayList<>(List.of(
                "-c:v",
                switch (codec) {
                    case H264 -> "libx264";
                    case HEVC -> "libx265";
                    case AV1 -> "libsvtav1";
                }));
        options.addAll(List.of("-threads", Integer.toString(threads), "-g", gop, "-keyint_min", gop));
        switch (codec) {
            case H264 -> options.addAll(List.of("-sc_threshold", "0", "-x264-params", "open-gop=0" + joinFullness()));
            // Players read parameter sets from the init segment only: hvc1, not hev1. Captions are kept, as in H.264.
            case HEVC -> options.addAll(List.of("-tag:v", "hvc1", "-a53cc", "1"));
            case AV1 -> options.addAll(List.of("-svtav1-params", "scd=0:lp=" + threads));
        }
        return options;
    }

    /** Options of one rung. */
    List<String> of(Rung rung, int index) {
        String stream = ":v:" + index;
        VideoCodec codec = rung.encoder().codec();
        List<String> options =
                new ArrayList<>(List.of("-preset" + stream, rung.encoder().preset()));
        if (codec != VideoCodec.AV1) {
            options.addAll(List.of("-profile" + stream, rung.encoder().profile()));
        }
        if (codec == VideoCodec.H264) {
            options.addAll(List.of("-level" + stream, rung.level().orElseThrow()));
        }
        RateControl rate = rung.rate();
        rate.bitrate().ifPresent(bitrate -> options.addAll(List.of("-b" + stream, Long.toString(bitrate))));
        rate.crf().ifPresent(crf -> options.addAll(List.of("-crf" + stream, Integer.toString(crf))));
        options.addAll(List.of("-maxrate" + stream, Long.toString(rate.maxrate())));
        options.addAll(List.of("-bufsize" + stream, Long.toString(rate.bufsize())));
        if (codec == VideoCodec.HEVC) {
            options.addAll(List.of("-x265-params" + stream, x265(rung)));
        }
        return options;
    }

    private String x265(Rung rung) {
        // info: otherwise the headers would list the options, which differ at joins.
        String options = "open-gop=0:scenecut=0:info=0:log-level=warning:high-tier=0:level-idc="
                + rung.level().orElseThrow();
        String sharing = threads == 0 ? "" : ":frame-threads=1:pools=" + threads;
        return options + sharing + joinFullness();
    }

    private String joinFullness() {
        return joins ? ":vbv-init=" + JOIN_FULLNESS : "";
    }
}
