package dev.dashline.testsupport;

import dev.dashline.media.cage.Cage;
import dev.dashline.media.cage.CageLimits;
import dev.dashline.media.cage.Cages;
import dev.dashline.media.cage.Confinement;
import dev.dashline.media.ffmpeg.BundledFfmpeg;
import dev.dashline.media.ffmpeg.FfmpegTools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs FFmpeg's programs for tests. */
public final class Programs {

    /** The output of a program. */
    public record Output(int exitCode, String text, String err) {}

    private static @Nullable Cage cage;

    private Programs() {}

    public static FfmpegTools tools() throws IOException {
        return FfmpegTools.in(Optional.empty());
    }

    /** The cage that encoders have by default, as strong as this machine can build it. Built once. */
    public static synchronized Cage cage() throws IOException {
        Cage known = cage;
        if (known != null) {
            return known;
        }
        FfmpegTools tools = tools();
        try {
            Cage built = Cages.build(
                    Confinement.AUTO,
                    CageLimits.DEFAULT,
                    BundledFfmpeg.cache(),
                    List.of(tools.ffmpeg(), tools.ffprobe()));
            cage = built;
            return built;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /**
     * The same with a shell script for FFmpeg, in which {@code $FFMPEG} is FFmpeg, and {@code $out} the last argument.
     */
    public static FfmpegTools wrapped(Path folder, String script) throws IOException {
        FfmpegTools tools = tools();
        Path wrapper = Files.createFile(
                folder.resolve("ffmpeg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(wrapper, "#!/bin/sh\nFFMPEG='" + tools.ffmpeg() + "'\nfor out; do :; done\n" + script + "\n");
        return new FfmpegTools(wrapper, tools.ffprobe());
    }

    /** Has FFmpeg make a file, by options that have no white space in them. */
    public static void make(Path file, String options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(options.split("\\s+")));
        arguments.add(file.toString());
        ffmpeg(arguments.toArray(String[]::new));
    }

    /** Runs FFmpeg and fails unless it succeeds without a warning. */
    public static String ffmpeg(String... arguments) throws IOException, InterruptedException {
        Output output = run(tools().ffmpeg(), arguments(List.of("-v", "error", "-nostdin", "-y"), arguments));
        if (output.exitCode() != 0 || !output.err().isBlank()) {
            throw new IOException("ffmpeg " + String.join(" ", arguments) + ": " + output.err());
        }
        return output.text();
    }

    /** Runs ffprobe and returns what it tells, one value a line. */
    public static List<String> ffprobe(String... arguments) throws IOException, InterruptedException {
        Output output = run(tools().ffprobe(), arguments(List.of("-v", "error", "-of", "csv=p=0"), arguments));
        if (output.exitCode() != 0 || !output.err().isBlank()) {
            throw new IOException("ffprobe " + String.join(" ", arguments) + ": " + output.err());
        }
        return output.text().lines().filter(line -> !line.isBlank()).toList();
    }

    /** The checksum of every decoded frame of a stream, in order. */
    public static List<String> frameChecksums(String input, String... output) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-i", input));
        arguments.addAll(Arrays.asList(output));
        arguments.addAll(List.of("-f", "framemd5", "-"));
        return ffmpeg(arguments.toArray(String[]::new))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    public static Output run(Path program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path errors = Files.createTempFile("stderr", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(errors.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            byte[] out = process.getInputStream().readAllBytes();
            int exitCode = process.waitFor();
            return new Output(exitCode, new String(out, StandardCharsets.UTF_8), Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    private static List<String> arguments(List<String> first, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(Arrays.asList(rest));
        return all;
    }
}
