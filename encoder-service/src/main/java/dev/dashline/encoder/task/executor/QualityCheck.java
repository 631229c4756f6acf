package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.QualityOptions;
import dev.dashline.media.profile.QualityMetric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how much a chunk of all rungs differs from the source, where the profile says so. FFmpeg has measured it while
 * it encoded.
 */
final class QualityCheck {

    private static final Pattern SSIM = Pattern.compile("All:([0-9.]+)");
    private static final Pattern XPSNR =
            Pattern.compile("n: *[0-9]+ +XPSNR y: *([0-9.]+|inf) +XPSNR u: *([0-9.]+|inf) +XPSNR v: *([0-9.]+|inf)");
    /** Decibels for equal pictures, whose PSNR is infinite. */
    private static final double EQUAL = 100;

    private QualityCheck() {}

    /**
     * The mean over all pictures, for each rung.
     *
     * @param rungs in the order of the plan
     * @throws MediaException {@code OUTPUT_INVALID} if another number of pictures was compared than was encoded
     */
    static List<Double> means(QualityMetric metric, List<RenditionFolder> rungs, Scratch scratch)
            throws MediaException {
        long frames = rungs.get(0).samples();
        List<Double> means = new ArrayList<>();
        for (int rung = 0; rung < rungs.size(); rung++) {
            List<Double> pictures = pictures(metric, QualityOptions.figures(scratch.folder(), rung));
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
