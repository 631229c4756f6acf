package dev.dashline.media.ffmpeg;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cage.CageLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says which limit of its cage a program has reached. */
public final class Excess {

    /** The signals of processor time and of file size. FFmpeg catches the first, and then tells. */
    private static final int TIME = 128 + 24;

    private static final int SIZE = 128 + 25;
    private static final String TIME_CAUGHT = "received signal 24";

    /** What FFmpeg says, and what becomes of encoders in C++, when there is no more memory. */
    private static final Pattern MEMORY =
            Pattern.compile("Cannot allocate memory|Out of memory|bad_alloc|malloc of size|alloc(?:ation)? fail");

    private Excess() {}

    /**
     * The limit that ended a program; empty if it was none, or if that cannot be told.
     *
     * @param program its name
     * @param stdErr the end of what it wrote to standard error
     */
    public static Optional<MediaException> of(String program, OptionalInt status, String stdErr, CageLimits limits) {
        int number = status.orElse(-1);
        if (number == SIZE) {
            return Optional.of(new MediaException(MediaFault.TOO_LARGE, tooMuch(program, limits), stdErr, status));
        }
        if (number == TIME || stdErr.contains(TIME_CAUGHT)) {
            return Optional.of(new MediaException(
                    MediaFault.ENCODER_FAILED,
                    program + " kept processors busy for longer than its task may take.",
                    stdErr,
                    status));
        }
        return MEMORY.matcher(stdErr).find()
                ? Optional.of(new MediaException(
                        MediaFault.TOO_LARGE,
                        program + " needs more memory for the source than " + CageLimits.MEMORY + " allows, "
                                + mebibytes(limits.memory()) + " MiB.",
                        stdErr,
                        status))
                : Optional.empty();
    }

    /** Why a folder holds too much; empty if it does not, or if there is none. */
    static Optional<String> ofFolder(Optional<Path> folder, CageLimits limits) {
        return folder.map(Excess::bytes).orElseGet(OptionalLong::empty).orElse(0) > limits.disk()
                ? Optional.of(tooMuch("FFmpeg", limits))
                : Optional.empty();
    }

    private static String tooMuch(String program, CageLimits limits) {
        return program + " writes more at a time than " + CageLimits.DISK + " allows, " + mebibytes(limits.disk())
                + " MiB.";
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    private static OptionalLong bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return OptionalLong.of(files.mapToLong(Excess::size).sum());
        } catch (IOException | UncheckedIOException e) {
            // Files come and go while it is read.
            return OptionalLong.empty();
        }
    }

    private static long size(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() ? attributes.size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
