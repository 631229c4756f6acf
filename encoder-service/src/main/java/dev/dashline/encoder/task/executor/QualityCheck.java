package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.QualityCommand;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.profile.QualityMetric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures a chunk of all rungs against the source, where the profile says so. */
final class QualityCheck {

    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");
    private static final Pattern XPSNR =
            Pattern.compile("n: *[0-9]+ +XPSNR y: *([0-9.]+|inf) +XPSNR u: *([0-9.]+|inf) +XPSNR v: *([0-9.]+|inf)");
    /** Decibels for equal pictures, whose PSNR is infinite. */
    private static final double EQUAL = 100;

    private final TaskResources tools;
    private final TranscodeRun run;

    QualityCheck(TaskResources tools, TranscodeRun run) {
        this.tools = tools;
        this.run = run;
    }

    /**
     * The mean over all pictures, for each rung.
     *
     * @param rungs in the order of the plan
     * @throws MediaException {@code OUTPUT_INVALID} if another number of pictures can be compared than was encoded
     */
    List<Double> measure(
            MediaPlan plan, int chunk, QualityMetric metric, List<RenditionFolder> rungs, Duration timeLimit)
            throws MediaException, InterruptedException {
        Path folder = run.scratch().folder();
        List<QualityCommand.Comparison> files = new ArrayList<>();
        for (RenditionFolder rung : rungs) {
            int next = files.size();
            files.add(new QualityCommand.Comparison(
                    rung.list(folder.resolve("compare-" + next + ".txt")), folder.resolve("figures-" + next + ".txt")));
        }
        long frames = rungs.get(0).samples();
        run.read(
                plan,
                (task, flow) -> QualityCommand.arguments(
                        plan,
                        tools.keyframes().find(plan, chunk, task.source(), flow),
                        metric,
                        frames,
                        task.source(),
                        files,
                        tools.limits()),
                timeLimit);
        List<Double> means = new ArrayList<>();
        for (QualityCommand.Comparison rung : files) {
            List<Double> pictures = pictures(metric, rung.figures());
            if (pictures.size() != frames) {
                throw new MediaException(
                        MediaFault.OUTPUT_INVALID,
                        "Of " + frames + " pictures, " + pictures.size() + " could be compared with the source.");
            }
            means.add(
                    pictures.stream().mapToDouble(Double::doubleValue).average().orElse(0));
        }
        return means;
    }

    private static List<Double> pictures(QualityMetric metric, Path figures) {
        try {
            return Files.readAllLines(figures).stream()
                    .map((metric == QualityMetric.SSIM ? SSIM : XPSNR)::matcher)
                    .filter(Matcher::find)
                    .map(line -> metric == QualityMetric.SSIM
                            ? Double.parseDouble(line.group(1))
                            : (4 * decibels(line.group(1)) + decibels(line.group(2)) + decibels(line.group(3))) / 6)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double decibels(String text) {
        return text.equals("inf") ? EQUAL : Math.min(EQUAL, Double.parseDouble(text));
    }
}
