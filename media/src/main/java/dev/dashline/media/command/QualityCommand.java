package dev.dashline.media.command;

import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.profile.QualityMetric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that compares a chunk of all rungs, picture by picture, with the pictures that their encoders got.
 * It reads the source once more. Pure.
 */
public final class QualityCommand {

    /**
     * The files for one rung.
     *
     * @param list a file that lists its init segment and its segments, one URL a line
     * @param figures the file for the measurements, a line for each picture
     */
    public record Comparison(Path list, Path figures) {}

    private QualityCommand() {}

    /**
     * The arguments, without the program.
     *
     * @param frames of the chunk
     * @param rungs in the order of the plan
     */
    public static List<String> arguments(
            MediaPlan plan,
            ChunkStart chunk,
            QualityMetric metric,
            long frames,
            MediaInput source,
            List<Comparison> rungs,
            EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(CommonOptions.global(plan));
        arguments.addAll(VideoChunkCommand.input(plan, chunk, source, limits));
        FrameRate rate = plan.requireVideo().grid().rate();
        // Both are numbered from 0 on: encoding keeps the order of pictures, and only pictures are compared, not times.
        String numbered = "settb=" + rate.den() + "/" + rate.num() + ",setpts=N";
        StringBuilder graph = new StringBuilder(VideoChunkCommand.filters(plan, chunk, limits));
        List<String> maps = new ArrayList<>();
        for (int rung = 0; rung < rungs.size(); rung++) {
            arguments.addAll(CommonOptions.encoded(rungs.get(rung).list()));
            graph.append(";[v")
                    .append(rung)
                    .append("]trim=end_frame=")
                    .append(frames)
                    .append(',');
            graph.append(numbered).append("[given").append(rung).append("];");
            graph.append('[')
                    .append(rung + 1)
                    .append(":0]")
                    .append(numbered)
                    .append("[made")
                    .append(rung)
                    .append("];");
            graph.append("[made").append(rung).append("][given").append(rung).append(']');
            graph.append(metric.text())
                    .append("=stats_file=")
                    .append(CommonOptions.quoted(rungs.get(rung).figures()));
            graph.append("[compared").append(rung).append(']');
            maps.addAll(List.of("-map", "[compared" + rung + "]"));
        }
        arguments.addAll(List.of("-filter_complex", graph.toString()));
        arguments.addAll(maps);
        arguments.addAll(List.of("-fps_mode", "passthrough", "-f", "null", "-"));
        return arguments;
    }
}
