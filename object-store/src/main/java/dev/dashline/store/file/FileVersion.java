package dev.dashline.store.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file, as far as its attributes identify it.
 *
 * @param key device and inode, where the platform has them
 * @param generation a hash of inode, time of last change and size. Nothing is stored beside the file, so the generation
 *     survives a crash, and files that somebody else wrote have one, too. The inode distinguishes files that were
 *     written in the same tick of the clock; the time distinguishes files that got the same inode one after the other.
 */
record FileVersion(@Nullable Object key, long size, long generation) {

    /** The file at this path; empty if there is none, or if it is not a regular file. */
    static Optional<FileVersion> of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(of(attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isWithinFile(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether there is no such path because a folder of it is a file. */
    static boolean isWithinFile(FileSystemException e) {
        return String.valueOf(e.getReason()).contains("Not a directory");
    }

    private static FileVersion of(BasicFileAttributes attributes) {
        Instant changed = attributes.lastModifiedTime().toInstant();
        Object key = attributes.fileKey();
        long mixed = mix(changed.getEpochSecond() * 1_000_000_000L + changed.getNano());
        mixed = mix(mixed ^ Objects.hashCode(String.valueOf(key)));
        mixed = mix(mixed ^ attributes.size()) & Long.MAX_VALUE;
        return new FileVersion(key, attributes.size(), mixed == 0 ? 1 : mixed);
    }

    /** The finalizer of SplitMix64: every bit of the input changes about half of the bits of the output. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
