package dev.dashline.store.file;

import dev.dashline.store.Crc32c;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The content of an object before it has its name, in the folder where the object will be. A process that is killed
 * leaves it behind, and {@link #removeIfStale} removes it later. If its writer was only suspended, the write fails,
 * since the file is gone.
 */
final class TemporaryFile implements AutoCloseable {

    private static final Duration STALE = Duration.ofMinutes(10);
    private static final int BUFFER = 1 << 17;

    private final Path path;
    private final String crc32c;

    private TemporaryFile(Path path, String crc32c) {
        this.path = path;
        this.crc32c = crc32c;
    }

    /** Content that can be read more than once. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** Writes all content and syncs it to disk. */
    static TemporaryFile in(Path folder, Content content) throws IOException {
        Path path = create(folder);
        try {
            return new TemporaryFile(path, copy(content, path));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static Path create(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new NotDirectoryException(folder.toString());
        }
        return Files.createFile(folder.resolve(FileNames.internal("-" + UUID.randomUUID() + ".tmp")));
    }

    private static String copy(Content content, Path path) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = content.open();
                FileChannel out = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            // The kernel's own time stamp is only as fine as its tick, too coarse for a generation.
            Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
            out.force(true);
        }
        return Crc32c.text(crc.getValue());
    }

    Path path() {
        return path;
    }

    /** The version that the object will have: neither a link nor a move changes it. */
    FileVersion version() throws IOException {
        return FileVersion.of(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    String crc32c() {
        return crc32c;
    }

    /** Removes the file if it is a temporary one that nobody has written to for long. */
    static void removeIfStale(Path file, BasicFileAttributes attributes) throws IOException {
        boolean temporary = FileNames.isInternal(file) && file.toString().endsWith(".tmp");
        if (temporary
                && attributes
                        .lastModifiedTime()
                        .toInstant()
                        .isBefore(Instant.now().minus(STALE))) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
