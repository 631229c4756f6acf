package dev.dashline.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where FFmpeg's programs are.
 *
 * @param ffmpeg the encoder
 * @param ffprobe the prober
 */
public record FfmpegTools(Path ffmpeg, Path ffprobe) {

    /**
     * Finds the programs.
     *
     * @param folder that holds them; empty for those that come with Dashline
     * @throws IOException if one is missing or cannot be run
     */
    public static FfmpegTools in(Optional<Path> folder) throws IOException {
        if (folder.isEmpty()) {
            BundledFfmpeg bundled = BundledFfmpeg.install();
            return new FfmpegTools(bundled.ffmpeg(), bundled.ffprobe());
        }
        return new FfmpegTools(program(folder.get(), "ffmpeg"), program(folder.get(), "ffprobe"));
    }

    private static Path program(Path folder, String name) throws IOException {
        Path program = folder.resolve(name).toAbsolutePath();
        if (!Files.isExecutable(program)) {
            throw new NoSuchFileException(program.toString(), null, "is not an executable program");
        }
        return program;
    }
}
