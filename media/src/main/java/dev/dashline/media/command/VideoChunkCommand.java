package dev.dashline.media.command;

import dev.dashline.media.colour.ColourFilters;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.Deinterlacing;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.VideoPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The command line that decodes one chunk of the video and encodes it into the final segments of all rungs. Pure.
 *
 * <p>Frames are chosen on the absolute grid of the output rate, so that all chunks together have the frames of one run
 * over the whole source. Segments have their time on that grid as name, and in their header.
 */
public final class VideoChunkCommand {

    /** Microseconds: containers round times, if only to milliseconds. */
    private static final long BARELY_EARLIER = 1_000;

    private final MediaPlan plan;
    private final VideoPlan video;
    private final ChunkGrid grid;
    private final int chunk;
    private final OptionalLong seek;
    private final OptionalLong keyframe;
    private final List<ChunkStart.Aspect> aspects;
    private final EncodeLimits limits;
    private final ColourFilters colours;

    private VideoChunkCommand(MediaPlan plan, ChunkStart start, EncodeLimits limits) {
        this.plan = plan;
        this.video = plan.requireVideo();
        this.grid = video.grid();
        this.chunk = start.chunk();
        this.seek = start.seek();
        this.keyframe = start.keyframe();
        this.aspects = start.aspects();
        this.limits = limits;
        this.colours = new ColourFilters(video.picture().colours());
    }

    /** The arguments, without the program. */
    public static List<String> arguments(MediaPlan plan, ChunkStart start, TaskFiles files, EncodeLimits limits) {
        return new VideoChunkCommand(plan, start, limits).arguments(files);
    }

    private List<String> arguments(TaskFiles files) {
        List<String> arguments = new ArrayList<>(CommonOptions.global(plan));
        arguments.addAll(input(files.source()));
        arguments.addAll(List.of("-filter_complex", filters()));
        for (int rung = 0; rung < video.rungs().size(); rung++) {
            arguments.addAll(List.of("-map", "[v" + rung + "]"));
        }
        arguments.addAll(List.of("-frames:v", Long.toString(grid.frameLimit(chunk))));
        FrameRate rate = grid.rate();
        arguments.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", rate.den() + "/" + rate.num()));
        arguments.addAll(encoders());
        arguments.addAll(CommonOptions.dash(segmentSeconds(), files.output()));
        video.quality()
                .ifPresent(metric -> arguments.addAll(
                        QualityOptions.of(metric, grid, chunk, video.rungs().size(), files.output())));
        return arguments;
    }

    private List<String> input(MediaInput source) {
        List<String> input = new ArrayList<>(InputGuard.options(plan, source, limits.maxPixels()));
        input.addAll(List.of("-threads", Integer.toString(limits.threads())));
        // If the size of the pictures changes on the way, the scaler adapts. A rebuilt graph would number frames from 0
        // again.
        input.addAll(List.of("-reinit_filter", "0"));
        // Times stay those of the source. Frames from the keyframe on are kept: one of them may still be shown at the
        // chunk's start.
        input.addAll(List.of("-copyts", "-noaccurate_seek", "-seek_timestamp", "1"));
        // Pictures without times are counted as they are decoded.
        video.picture().counted().ifPresent(rate -> input.addAll(List.of("-r", rate.toString())));
        seek.ifPresent(time -> input.addAll(List.of("-ss", Seconds.of(time))));
        input.addAll(List.of("-itsoffset", Seconds.of(-plan.startMicros())));
        // FFmpeg may seek by the keyframes of another track, and begin between two of ours.
        keyframe.ifPresent(shown -> input.addAll(List.of(
                "-bsf:" + video.stream(),
                "noise=drop='lt(pts*tb," + Seconds.of(shown - BARELY_EARLIER) + ")*gt(pts,nopts)'")));
        input.addAll(List.of("-i", source.url()));
        return input;
    }

    /**
     * Each rung is scaled from the one above it: scaled from the source, a small rung would cost as much as a large
     * one. Colours are converted once, for the first rung.
     */
    private String filters() {
        StringBuilder graph = new StringBuilder();
        graph.append("[0:").append(video.stream()).append(']').append(colours.before());
        Deinterlacing deinterlacing = video.picture().deinterlacing();
        if (deinterlacing != Deinterlacing.NONE) {
            // bwdif takes pictures of one size only: scale makes all like the first.
            graph.append("scale=interl=-1,bwdif=mode=")
                    .append(deinterlacing == Deinterlacing.FIELDS ? "send_field" : "send_frame")
                    .append(":deint=all,");
        }
        graph.append("fps=").append(grid.rate());
        // A last picture that lasts for less than half a frame would be dropped.
        graph.append(video.addedFrames() > 0 ? ":eof_action=pass" : "");
        graph.append(chunk == 0 ? ":start_time=0," : ",");
        if (video.addedFrames() > 0) {
            graph.append("tpad=stop_mode=clone:stop=")
                    .append(video.addedFrames())
                    .append(",trim=end_pts=")
                    .append(grid.frames())
                    .append(',');
        }
        if (chunk > 0) {
            // Not start_time: where a picture is missing it inserts copies of a later one, and nothing would notice.
            graph.append("trim=start_pts=").append(grid.firstFrame(chunk)).append(',');
        }
        int last = video.rungs().size() - 1;
        for (int rung = 0; rung <= last; rung++) {
            graph.append(rung == 0 ? "" : ";[s" + rung + "]");
            graph.append(
                    rung == 0
                            ? highest(video.rungs().get(rung))
                            : lower(video.rungs().get(rung)));
            graph.append(outputs(rung, rung < last));
        }
        return graph.toString();
    }

    /** To the rung's encoder, to the measurement, and to the next rung. */
    private String outputs(int rung, boolean hasLower) {
        String outputs = "[v" + rung + "]"
                + (video.quality().isPresent() ? QualityOptions.given(rung) : "")
                + (hasLower ? "[s" + (rung + 1) + "]" : "");
        long count = outputs.chars().filter(each -> each == '[').count();
        return (count > 1 ? ",split=" + count : "") + outputs;
    }

    /**
     * Scales a picture to the highest rung and converts its colours. Where the shape of the picture changes on the way,
     * bars are added to that of the first, so that a square stays a square.
     */
    private String highest(Rung rung) {
        int width = rung.shape().width();
        int height = rung.shape().height();
        String size = width + ":" + height;
        String convert = ":flags=bicubic" + colours.convert() + ",setsar=1,format=yuv420p" + colours.told();
        if (aspects.isEmpty()) {
            return "scale=" + size + convert;
        }
        String aspect = aspect();
        return String.format(
                Locale.ROOT,
                "scale=w='max(2,min(%d,2*round(%d*%s/2)))':h='max(2,min(%d,2*round(%d/%s/2)))':eval=frame%s,"
                        + "pad=%s:-1:-1:eval=frame",
                width,
                height,
                aspect,
                height,
                width,
                aspect,
                convert,
                size);
    }

    /** By the time of a picture. FFmpeg tells filters the shape of the first pixels only. */
    private String aspect() {
        long halfAFrame = grid.rate().microsOf(1) / 2;
        StringBuilder text = new StringBuilder();
        for (int each = 0; each < aspects.size() - 1; each++) {
            text.append("if(lt(t,")
                    .append(Seconds.of(aspects.get(each + 1).fromMicros() - halfAFrame))
                    .append("),")
                    .append(ratio(each))
                    .append(',');
        }
        return text.append(ratio(aspects.size() - 1))
                .append(")".repeat(aspects.size() - 1))
                .toString();
    }

    private String ratio(int aspect) {
        return String.format(Locale.ROOT, "%.5f", aspects.get(aspect).ratio());
    }

    private static String lower(Rung rung) {
        return "scale=" + rung.shape().width() + ":" + rung.shape().height() + ":flags=bicubic,setsar=1,format=yuv420p";
    }

    private List<String> encoders() {
        EncoderOptions options = new EncoderOptions(grid.gopFrames(), chunk > 0, limits.threads());
        List<String> encoders = new ArrayList<>(options.common(video.codec()));
        for (int rung = 0; rung < video.rungs().size(); rung++) {
            encoders.addAll(options.of(video.rungs().get(rung), rung));
        }
        return encoders;
    }

    /** Half a frame short of a segment: the muxer ends a segment at the first keyframe at or after this time. */
    private String segmentSeconds() {
        FrameRate rate = grid.rate();
        return Seconds.of((rate.microsOf(grid.segmentFrames()) + rate.microsOf(grid.segmentFrames() - 1L)) / 2);
    }
}
