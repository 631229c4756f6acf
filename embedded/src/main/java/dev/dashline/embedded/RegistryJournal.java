package dev.dashline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes to the registry, one JSON object per line, written to disk before they are acknowledged. A last line
 * without a line break was cut off by a crash before it was acknowledged, and is dropped.
 */
final class RegistryJournal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private final List<JsonNode> recovered = new ArrayList<>();

    private RegistryJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens the journal of a directory, which is made if need be.
     *
     * @throws IOException if it cannot be read, or another registry has it open
     */
    static RegistryJournal open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("schemas.jsonl");
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        RegistryJournal journal = new RegistryJournal(file, channel);
        try {
            journal.lock();
            journal.recover();
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What the journal held when it was opened, in order. */
    List<JsonNode> recovered() {
        return List.copyOf(recovered);
    }

    /** Adds an entry; when this returns, a crash does not lose it. After a failure the file is as it was before. */
    void append(JsonNode entry) {
        ByteBuffer line = ByteBuffer.wrap((entry + "\n").getBytes(UTF_8));
        try {
            long end = channel.position();
            try {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void lock() throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException("another registry uses " + file.getParent());
        }
    }

    private void recover() throws IOException {
        String text = Files.readString(file, UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        int number = 0;
        for (String line : whole.lines().toList()) {
            number++;
            try {
                recovered.add(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw new IOException(file + " is damaged in line " + number + ": " + e.getOriginalMessage(), e);
            }
        }
        long end = whole.getBytes(UTF_8).length;
        channel.truncate(end);
        channel.position(end);
    }
}
