package dev.dashline.media.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads what FFmpeg writes with {@code -progress}: reports of {@code key=value} lines, each of which ends with {@code
 * progress=}. A value that FFmpeg does not know, {@code N/A}, counts as 0.
 *
 * @param progress told of each report
 */
record FfmpegProgressReader(Ffmpeg.Progress progress) implements OutputReader {

    private static final String FRAMES = "frame=";
    private static final String MICROS = "out_time_us=";
    private static final String END = "progress=";

    @Override
    public void read(InputStream output) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        long frames = 0;
        long micros = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(FRAMES)) {
                frames = number(line.substring(FRAMES.length()));
            } else if (line.startsWith(MICROS)) {
                micros = number(line.substring(MICROS.length()));
            } else if (line.startsWith(END)) {
                progress.at(frames, micros);
                frames = 0;
                micros = 0;
            }
        }
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
