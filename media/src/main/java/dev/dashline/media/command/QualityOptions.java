package dev.dashline.media.command;

import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.profile.QualityMetric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a command line that encodes: what comes out of each encoder is decoded again in the same run, and compared
 * with the pictures that the encoder got. So the source is read once only. Pure.
 */
public final class QualityOptions {

    private QualityOptions() {}

    /**
     * The file for the measurements of a rung, a line for each picture.
     *
     * @param folder of the task
     */
    public static Path figures(Path folder, int rung) {
        return folder.resolve("figures-" + rung + ".txt");
    }

    /** The name in the filter graph of the pictures that a rung is compared with. */
    static String given(int rung) {
        return "[given" + rung + "]";
    }

    /**
     * The options, after those of the first output, which has the rungs as its streams.
     *
     * @param rungs how many
     */
    static List<String> of(QualityMetric metric, ChunkGrid grid, int chunk, int rungs, Path folder) {
        // Both are numbered from 0 on: encoding keeps the order of pictures, and only pictures are compared, not times.
        String numbered = "settb=" + grid.rate().den() + "/" + grid.rate().num() + ",setpts=N";
        List<String> options = new ArrayList<>();
        StringBuilder graph = new StringBuilder();
        List<String> maps = new ArrayList<>();
        for (int rung = 0; rung < rungs; rung++) {
            options.addAll(List.of("-threads", "1", "-err_detect", "explode", "-dec", "0:" + rung));
            graph.append(rung == 0 ? "" : ";")
                    .append("[dec:" + rung + "]" + numbered + "[made" + rung + "];")
                    .append(given(rung) + "trim=end_frame=" + grid.frameLimit(chunk) + "," + numbered)
                    .append("[same" + rung + "];[made" + rung + "][same" + rung + "]" + metric.text())
                    .append("=stats_file=" + CommonOptions.quoted(figures(folder, rung)) + "[compared" + rung + "]");
            maps.addAll(List.of("-map", "[compared" + rung + "]"));
        }
        options.addAll(List.of("-filter_complex", graph.toString()));
        options.addAll(maps);
        options.addAll(List.of("-fps_mode", "passthrough", "-f", "null", "-"));
        return options;
    }
}
