package dev.dashline.media.ffmpeg;

import com.github.kokorin.jaffree.ffmpeg.FFmpegProgressReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what FFmpeg writes with {@code -progress}, by Jaffree. A value that FFmpeg does not know, {@code N/A}, counts
 * as 0. Jaffree's own runner of FFmpeg is not used: it starts threads that nobody supervises, and gives no say over the
 * process.
 */
final class FfmpegProgressReader extends FFmpegProgressReader implements OutputReader {

    /** @param progress told of each report */
    FfmpegProgressReader(Ffmpeg.Progress progress) {
        super(report -> progress.at(known(report.getFrame()), known(report.getTime(TimeUnit.MICROSECONDS))));
    }

    @Override
    public void read(InputStream output) throws IOException {
        readProgress(output);
    }

    private static long known(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
