package dev.dashline.media.ffmpeg;

import dev.dashline.media.cage.Cage;
import dev.dashline.media.cage.Reach;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which encoders of H.264, HEVC and AV1 an FFmpeg has that can run on a machine. */
public final class VideoEncoders {

    private static final Duration TIME = Duration.ofSeconds(10);

    /** What FFmpeg tells of an encoder: its kind, its name and, in the end, its codec. */
    private static final Pattern LINE = Pattern.compile(" V\\S{5} (\\S+) .*\\(codec (h264|hevc|av1)\\)");

    /** What the device of an encoder is called that is not the processor. FFmpeg lists those without a device, too. */
    private static final Map<String, String> DEVICES = Map.of(
            "_nvenc", "nvidiactl",
            "_vaapi", "dri",
            "_qsv", "dri",
            "_vulkan", "dri",
            "_amf", "dri",
            "_v4l2m2m", "video*");

    private VideoEncoders() {}

    /**
     * Asks an FFmpeg, which takes some milliseconds.
     *
     * @param devices where devices are: {@code /dev}
     * @return FFmpeg's names, such as libx264, sorted
     * @throws IOException if it cannot be asked
     */
    public static List<String> of(Path ffmpeg, Cage cage, Path devices) throws IOException {
        Process process = cage.start(List.of(ffmpeg.toString(), "-hide_banner", "-encoders"), Reach.NONE, TIME);
        try (InputStream told = process.getInputStream()) {
            return in(new String(told.readAllBytes(), StandardCharsets.UTF_8), devices);
        } finally {
            process.destroyForcibly();
        }
    }

    static List<String> in(String told, Path devices) {
        return told.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .filter(encoder -> hasDevice(encoder, devices))
                .sorted()
                .toList();
    }

    private static boolean hasDevice(String encoder, Path devices) {
        return DEVICES.entrySet().stream()
                .filter(kind -> encoder.endsWith(kind.getKey()))
                .allMatch(kind -> isThere(devices, kind.getValue()));
    }

    private static boolean isThere(Path folder, String name) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            return false; // a system that keeps no devices there
        }
    }
}
