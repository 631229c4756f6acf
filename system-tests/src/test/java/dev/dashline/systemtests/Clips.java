package dev.dashline.systemtests;

import dev.dashline.media.ffmpeg.BundledFfmpeg;
import dev.dashline.systemtests.history.PublicStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes clips with FFmpeg and measures files with ffprobe. */
public final class Clips {

    private Clips() {}

    /** Makes a clip of 320x240 at 25 frames per second with a tone. */
    public static Path make(Path file, int seconds) throws IOException, InterruptedException {
        made(file, """
                -f lavfi -i testsrc2=size=320x240:rate=25:duration=%1$d
                -f lavfi -i sine=frequency=440:sample_rate=48000:duration=%1$d
                -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -shortest""".formatted(seconds));
        return file;
    }

    /** Makes a clip of 640x360 at 25 frames per second with a tone and an English text track. */
    static Path makeWithText(Path file, Path subRip, int seconds) throws IOException, InterruptedException {
        made(file, """
                -f lavfi -i testsrc2=size=640x360:rate=25:duration=%1$d
                -f lavfi -i sine=frequency=440:sample_rate=48000:duration=%1$d
                -i %2$s
                -map 0 -map 1 -map 2
                -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -c:s mov_text
                -metadata:s:s:0 language=eng""".formatted(seconds, subRip));
        return file;
    }

    /** Decodes the first video track of a file or manifest and counts its frames. Fails on any decoding error. */
    static long decodedFrames(Path media) throws IOException, InterruptedException {
        return Long.parseLong(first(probed(media, "v:0", "-count_frames", "stream=nb_read_frames")));
    }

    /** The duration of the first video track, in seconds, by its header. */
    static double secondsOfPicture(Path file) throws IOException, InterruptedException {
        return Double.parseDouble(first(probed(file, "v:0", "-hide_banner", "stream=duration")));
    }

    /** The end of the first audio track, in seconds, by the times of its decoded frames. */
    static double endOfSound(Path media) throws IOException, InterruptedException {
        String last = probed(media, "a:0", "-hide_banner", "frame=pts_time,duration_time")
                .reduce("", (earlier, later) -> later);
        return Stream.of(last.split(",")).mapToDouble(Double::parseDouble).sum();
    }

    /** Decodes the first video track of a manifest. */
    public static PublicStore.Decoded decode(Path manifest) throws IOException, InterruptedException {
        List<String> lines = run(
                        BundledFfmpeg.install().ffprobe(),
                        List.of(
                                "-v",
                                "error",
                                "-select_streams",
                                "v:0",
                                "-show_entries",
                                "frame=best_effort_timestamp:frame_side_data=none",
                                "-of",
                                "csv=p=0",
                                manifest.toString()))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        List<Long> times = lines.stream()
                .filter(line -> line.matches("-?[0-9]+,*"))
                .map(line -> Long.parseLong(line.replace(",", "")))
                .toList();
        long step = times.size() < 2 ? 0 : times.get(1) - times.get(0);
        boolean even = IntStream.range(1, times.size()).allMatch(i -> times.get(i) - times.get(i - 1) == step);
        String complaints =
                lines.stream().filter(line -> !line.matches("-?[0-9]+,*")).collect(Collectors.joining("; "));
        return new PublicStore.Decoded(times.size(), even, complaints);
    }

    /** The decoder's messages about all tracks; empty if there are none. */
    static String decodingErrors(Path media) throws IOException, InterruptedException {
        return ffmpeg("-i", media.toString(), "-map", "0", "-f", "null", "-");
    }

    /** Ffprobe's output for one track: one line, or one for each frame. */
    private static Stream<String> probed(Path media, String track, String counting, String entries)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-select_streams", track, counting));
        arguments.addAll(List.of("-show_entries", entries, "-of", "csv=p=0", media.toString()));
        return run(BundledFfmpeg.install().ffprobe(), arguments).lines().filter(line -> !line.isBlank());
    }

    /** The first value. Ffprobe lists a playlist's tracks more than once and ends their lines with a comma. */
    private static String first(Stream<String> lines) {
        return lines.findFirst().orElse("").replace(",", "");
    }

    /** Runs FFmpeg with these options, none of which contains white space. */
    private static void made(Path file, String options) throws IOException, InterruptedException {
        ffmpeg(Stream.concat(Stream.of(options.split("\\s+")), Stream.of(file.toString()))
                .toArray(String[]::new));
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
