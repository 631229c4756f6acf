package dev.dashline.media.command;

import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.VideoCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The command line that encodes one chunk of the video into the final segments of all rungs, decoding it once. Pure.
 *
 * <p>Frames are taken on the absolute grid of the output rate, so that what chunks yield one after the other is what one run
 * over the whole source would have yielded. Segments are named after their time on that grid, and say it themselves.
 */
public final class VideoChunkCommand {

    private final EncodingPlan plan;
    private final FrameRate rate;
    private final int chunk;
    private final OptionalLong seek;
    private final EncodeLimits limits;

    private VideoChunkCommand(EncodingPlan plan, ChunkStart start, EncodeLimits limits) {
        this.plan = plan;
        this.rate = new FrameRate(plan.getFrameRateNum(), plan.getFrameRateDen());
        this.chunk = start.chunk();
        this.seek = start.seek();
        this.limits = limits;
    }

    /** The arguments, the program not among them. */
    public static List<String> arguments(EncodingPlan plan, ChunkStart start, TaskFiles files, EncodeLimits limits) {
        return new VideoChunkCommand(plan, start, limits).arguments(files);
    }

    /** How many frames a chunk has at most: the last one's number is not known exactly before it is read. */
    public static long frameLimit(EncodingPlan plan, int chunk) {
        if (chunk < plan.getChunks() - 1) {
            return plan.getChunkFrames();
        }
        long rest = plan.getFrames() - (long) chunk * plan.getChunkFrames();
        return rest + plan.getSegmentFrames();
    }

    private List<String> arguments(TaskFiles files) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(input(files.source()));
        arguments.addAll(List.of("-filter_complex", filters()));
        for (int rung = 0; rung < plan.getRungs().size(); rung++) {
            arguments.addAll(List.of("-map", "[v" + rung + "]"));
        }
        arguments.addAll(List.of("-frames:v", Long.toString(frameLimit(plan, chunk))));
        arguments.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", rate.den() + "/" + rate.num()));
        arguments.addAll(encoders());
        arguments.addAll(CommonOptions.dash(segmentSeconds(), files.output()));
        return arguments;
    }

    /** How a chunk of the source is read. */
    static List<String> input(EncodingPlan plan, ChunkStart start, MediaInput source, EncodeLimits limits) {
        return new VideoChunkCommand(plan, start, limits).input(source);
    }

    /** What makes the pictures {@code [v0]}, {@code [v1]} and so on, that the encoder of each rung is given. */
    static String filters(EncodingPlan plan, ChunkStart start, EncodeLimits limits) {
        return new VideoChunkCommand(plan, start, limits).filters();
    }

    private List<String> input(MediaInput source) {
        List<String> input = new ArrayList<>(InputGuard.options(source, limits.maxPixels()));
        input.addAll(List.of("-threads", Integer.toString(limits.threads())));
        // If the size of the pictures changes on the way, the scaler adapts. Filters made anew would count from the
        // start again.
        input.addAll(List.of("-reinit_filter", "0"));
        // Times stay as the source has them. From the keyframe on, as a picture may be shown for longer than the
        // run-up.
        input.addAll(List.of("-copyts", "-noaccurate_seek", "-seek_timestamp", "1"));
        seek.ifPresent(time -> input.addAll(List.of("-ss", Seconds.of(time))));
        input.addAll(List.of("-itsoffset", Seconds.of(-plan.getStartMicros())));
        input.addAll(List.of("-i", source.url()));
        return input;
    }

    /**
     * Each rung is scaled from the one above it: from the source, a small rung would cost as much as a large one. A high dynamic range is
     * mapped once, with the first.
     */
    private String filters() {
        StringBuilder graph = new StringBuilder();
        graph.append("[0:").append(plan.getVideoStream()).append(']');
        if (plan.getDeinterlace()) {
            // Which takes one size only: the first. Where that stays, nothing is scaled.
            graph.append("scale=interl=-1,bwdif=mode=send_frame:deint=all,");
        }
        graph.append("fps=").append(rate);
        if (chunk == 0) {
            graph.append(":start_time=0,");
        } else {
            // Not by start_time: it would put copies of a later picture where there is none yet, and nobody would
            // notice.
            graph.append(",trim=start_pts=")
                    .append((long) chunk * plan.getChunkFrames())
                    .append(',');
        }
        int last = plan.getRungs().size() - 1;
        for (int rung = 0; rung <= last; rung++) {
            graph.append(rung == 0 ? "" : ";[s" + rung + "]");
            graph.append(scale(plan.getRungs().get(rung), rung == 0));
            graph.append(rung < last ? ",split[v" + rung + "][s" + (rung + 1) + "]" : "[v" + rung + "]");
        }
        return graph.toString();
    }

    private String scale(VideoRung rung, boolean first) {
        String colours = first && plan.getToneMap()
                ? ":out_color_matrix=bt709:out_primaries=bt709:out_transfer=bt709:out_range=tv:intent=perceptual"
                : "";
        return "scale=" + rung.getWidth() + ":" + rung.getHeight() + ":flags=bicubic" + colours
                + ",setsar=1,format=yuv420p";
    }

    private List<String> encoders() {
        EncoderOptions options = new EncoderOptions(plan.getGopFrames(), chunk > 0, limits.threads());
        List<VideoRung> rungs = plan.getRungs();
        VideoCodec codec = VideoCodec.parse(rungs.get(0).getCodec())
                .orElseThrow(() -> new IllegalArgumentException(
                        "no such codec: " + rungs.get(0).getCodec()));
        List<String> encoders = new ArrayList<>(options.common(codec));
        for (int rung = 0; rung < rungs.size(); rung++) {
            encoders.addAll(options.of(codec, rungs.get(rung), rung));
        }
        return encoders;
    }

    /** Half a frame short: a segment ends with the first keyframe at or after this. */
    private String segmentSeconds() {
        long micros = (rate.microsOf(plan.getSegmentFrames()) + rate.microsOf(plan.getSegmentFrames() - 1L)) / 2;
        return Seconds.of(micros);
    }
}
