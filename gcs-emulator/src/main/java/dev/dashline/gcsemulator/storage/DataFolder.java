package dev.dashline.gcsemulator.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an emulator keeps its objects: contents under random names, and a small JSON file for each object and bucket.
 */
public final class DataFolder {

    private final Path contents;
    private final Path objects;
    private final Path buckets;

    private DataFolder(Path folder) {
        this.contents = folder.resolve("contents");
        this.objects = folder.resolve("objects");
        this.buckets = folder.resolve("buckets");
    }

    public static DataFolder in(Path folder) throws IOException {
        DataFolder data = new DataFolder(folder);
        for (Path each : List.of(data.contents, data.objects, data.buckets)) {
            Files.createDirectories(each);
        }
        return data;
    }

    public Path newContent() {
        return contents.resolve(UUID.randomUUID().toString());
    }

    public List<String> loadBuckets() throws IOException {
        try (Stream<Path> files = Files.list(buckets)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    /** Every completely saved object; contents without an object are deleted. */
    public List<Blob> loadObjects() throws IOException {
        List<Blob> loaded;
        try (Stream<Path> files = Files.list(objects)) {
            loaded = files.filter(file -> file.toString().endsWith(".json"))
                    .map(this::load)
                    .toList();
        }
        Set<Path> used = loaded.stream().map(blob -> blob.content().file()).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(contents)) {
            for (Path unused : files.filter(file -> !used.contains(file)).toList()) {
                Files.delete(unused);
            }
        }
        return loaded;
    }

    private Blob load(Path file) {
        try {
            return Blob.load(Blob.JSON.readTree(file.toFile()), contents);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + file, e);
        }
    }

    public void save(Blob blob) throws IOException {
        Path file = file(blob);
        Path temporary = objects.resolve(UUID.randomUUID() + ".tmp");
        Files.write(temporary, blob.save().toString().getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public void remove(Blob blob) throws IOException {
        Files.deleteIfExists(file(blob));
    }

    public void saveBucket(String name) throws IOException {
        Files.write(buckets.resolve(name), new byte[0]);
    }

    public void removeBucket(String name) throws IOException {
        Files.deleteIfExists(buckets.resolve(name));
    }

    /** Names of objects can be longer than names of files, and hold slashes. */
    private Path file(Blob blob) {
        byte[] name = (blob.bucket() + "/" + blob.name()).getBytes(StandardCharsets.UTF_8);
        return objects.resolve(HexFormat.of().formatHex(Digests.sha256(name)) + ".json");
    }

    public static void removeAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
