package dev.dashline.store.file;

import dev.dashline.store.Crc32c;
import dev.dashline.store.FileErrors;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import dev.dashline.store.file.FileRangeStream.Range;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects as files of this machine, or of a file system that machines share.
 *
 * <p>An object appears whole: it is written beside its place, synced to disk, and then linked or renamed to its name.
 * That holds between threads and between processes, and if a process is killed at any point. Folders are made as needed
 * and stay; they are not objects. Attributes are not stored: whatever serves the files decides about headers.
 */
public final class FileObjectStore implements ObjectStore {

    private static final int LOOKS = 5;

    private final FileNames names;
    private final ChecksumCache checksums = new ChecksumCache();

    /** A store of all files that the process may touch. */
    public FileObjectStore() {
        this(List.of());
    }

    /**
     * A store of the files below some folders; everything else is {@code FORBIDDEN}.
     *
     * @param roots the allowed folders; empty for no limit
     */
    public FileObjectStore(List<Path> roots) {
        this.names = new FileNames(roots);
    }

    @Override
    public Optional<StoredObject> stat(URI object) {
        Path path = names.path(object);
        try {
            return describe(object, path);
        } catch (IOException e) {
            throw FileErrors.explain(object, "stat", e);
        }
    }

    @Override
    public Optional<ObjectVersion> version(URI object) {
        Path path = names.path(object);
        try {
            return FileVersion.of(path).map(is -> new ObjectVersion(object, is.size(), is.generation()));
        } catch (IOException e) {
            throw FileErrors.explain(object, "stat", e);
        }
    }

    private Optional<StoredObject> describe(URI object, Path path) throws IOException {
        for (int look = 1; ; look++) {
            Optional<FileVersion> found = FileVersion.of(path);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            FileVersion version = found.get();
            try {
                String crc32c = checksum(object, path, version);
                return Optional.of(new StoredObject(object, version.size(), crc32c, version.generation()));
            } catch (StoreException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
                // Replaced between the two looks, or somebody is still writing it in place.
                if (look == LOOKS) {
                    throw FileErrors.of(Reason.UNAVAILABLE, object, "changes all the time");
                }
            }
        }
    }

    private String checksum(URI object, Path path, FileVersion version) throws IOException {
        Optional<String> known = checksums.get(path, version.generation());
        if (known.isPresent()) {
            return known.get();
        }
        try (InputStream in = open(object, path, version.generation(), new Range(0, Long.MAX_VALUE))) {
            String crc32c = Crc32c.of(in);
            checksums.put(path, version.generation(), crc32c);
            return crc32c;
        }
    }

    @Override
    public InputStream read(URI object, long generation, long offset, long length) {
        Range range = new Range(offset, length);
        Path path = names.path(object);
        try {
            return open(object, path, generation, range);
        } catch (IOException e) {
            throw FileErrors.explain(object, "read", e);
        }
    }

    private static InputStream open(URI object, Path path, long generation, Range range) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw FileErrors.explain(object, "read", e);
        }
        try {
            // Looked at after it was opened: a generation does not come back, so what was opened is not newer than
            // this.
            FileVersion version = FileVersion.of(path)
                    .filter(now -> now.generation() == generation)
                    .orElseThrow(() ->
                            FileErrors.of(Reason.NOT_FOUND, object, "has no generation " + generation + " any more"));
            return new FileRangeStream(object, path, channel, version, range);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes) {
        return write(object, () -> Files.newInputStream(content), precondition);
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        return write(object, () -> new ByteArrayInputStream(content), precondition);
    }

    @Override
    public StoredObject compose(
            URI object, List<ObjectVersion> parts, Precondition precondition, ObjectAttributes attributes) {
        return write(
                object,
                () -> new PartsStream(parts, part -> read(part.uri(), part.generation(), 0, part.size())),
                precondition);
    }

    private StoredObject write(URI object, TemporaryFile.Content content, Precondition precondition) {
        Path path = names.path(object);
        FilePlacement placement = new FilePlacement(object, path, precondition);
        try {
            placement.requireHolds();
            try (TemporaryFile temporary = TemporaryFile.in(FileNames.parent(path), content)) {
                FileVersion version = temporary.version();
                placement.place(temporary);
                checksums.put(path, version.generation(), temporary.crc32c());
                return new StoredObject(object, version.size(), temporary.crc32c(), version.generation());
            }
        } catch (IOException e) {
            throw FileErrors.explain(object, "write", e);
        }
    }

    @Override
    public Stream<StoredObject> list(URI prefix) {
        return paths(prefix).flatMap(path -> stat(path.toUri()).stream());
    }

    @Override
    public Stream<ObjectVersion> versions(URI prefix) {
        return paths(prefix).flatMap(path -> version(path.toUri()).stream());
    }

    private Stream<Path> paths(URI prefix) {
        Path folder = names.folder(prefix);
        try {
            return FileListing.of(folder, names.text(prefix)).stream();
        } catch (IOException e) {
            throw FileErrors.explain(prefix, "list", e);
        }
    }

    @Override
    public boolean delete(URI object, long generation) {
        Path path = names.path(object);
        try {
            if (!isGeneration(path, generation)) {
                return false;
            }
            try (FolderLock held = FolderLock.take(FileNames.parent(path))) {
                return isGeneration(path, generation) && Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw FileErrors.explain(object, "delete", e);
        }
    }

    private static boolean isGeneration(Path path, long generation) throws IOException {
        return FileVersion.of(path).filter(is -> is.generation() == generation).isPresent();
    }

    @Override
    public void close() {
        // Nothing is kept open between calls.
    }
}
