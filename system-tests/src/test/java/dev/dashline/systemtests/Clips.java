package dev.dashline.systemtests;

import dev.dashline.encoder.ffmpeg.BundledFfmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Clips made by FFmpeg, and what FFmpeg says of others. */
final class Clips {

    private Clips() {}

    /** A clip of 320x240 at 25 frames a second with a tone, of so many seconds. */
    static Path make(Path file, int seconds) throws IOException, InterruptedException {
        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=25:duration=" + seconds,
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=48000:duration=" + seconds,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-shortest",
                file.toString());
        return file;
    }

    /** How many frames the first video track of this file or manifest really decodes to. Fails on any error in it. */
    static long decodedFrames(Path media) throws IOException, InterruptedException {
        String said = run(
                BundledFfmpeg.install().ffprobe(),
                List.of(
                        "-v",
                        "error",
                        "-select_streams",
                        "v:0",
                        "-count_frames",
                        "-show_entries",
                        "stream=nb_read_frames",
                        "-of",
                        "csv=p=0",
                        media.toString()));
        return Long.parseLong(said.lines().findFirst().orElse("").replaceAll("\\D", ""));
    }

    /** What the decoder complains about in all of the tracks; empty if nothing. */
    static String decodingErrors(Path media) throws IOException, InterruptedException {
        return ffmpeg("-i", media.toString(), "-map", "0", "-f", "null", "-");
    }

    private static String ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
        all.addAll(List.of(arguments));
        return run(BundledFfmpeg.install().ffmpeg(), all);
    }

    private static String run(Path program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + said);
        }
        return said;
    }
}
