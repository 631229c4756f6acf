package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.Content;
import dev.dashline.gcsemulator.storage.DataFolder;
import dev.dashline.gcsemulator.storage.NameOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Buckets and the live generation of each of their objects. Each change is checked and made as one; thread-safe. */
final class ObjectTable {

    private final DataFolder data;
    private final Clock clock;

    @GuardedBy("this")
    private final Map<String, NavigableMap<String, Blob>> buckets = new TreeMap<>();

    @GuardedBy("this")
    private final Map<ObjectName, Integer> writes = new HashMap<>();

    @GuardedBy("this")
    private long lastGeneration;

    /** Loads what a folder holds. */
    ObjectTable(DataFolder data, Clock clock) throws IOException {
        this.data = data;
        this.clock = clock;
        for (String bucket : data.loadBuckets()) {
            buckets.put(bucket, new TreeMap<>(NameOrder.BY_BYTES));
        }
        for (Blob blob : data.loadObjects()) {
            bucket(blob.bucket()).put(blob.name(), blob);
            lastGeneration = Math.max(lastGeneration, blob.generation());
        }
    }

    synchronized void createBucket(String name) throws IOException {
        if (buckets.containsKey(name)) {
            throw GcsException.conflict(
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        data.saveBucket(name);
        buckets.put(name, new TreeMap<>(NameOrder.BY_BYTES));
    }

    synchronized void deleteBucket(String name) throws IOException {
        if (!bucket(name).isEmpty()) {
            throw GcsException.conflict("The bucket you tried to delete is not empty.");
        }
        data.removeBucket(name);
        buckets.remove(name);
    }

    synchronized List<String> bucketNames() {
        return List.copyOf(buckets.keySet());
    }

    synchronized void requireBucket(String name) {
        bucket(name);
    }

    @GuardedBy("this")
    private NavigableMap<String, Blob> bucket(String name) {
        NavigableMap<String, Blob> bucket = buckets.get(name);
        if (bucket == null) {
            throw GcsException.noBucket();
        }
        return bucket;
    }

    /** How often each object with this prefix was written, including deleted ones, by name. */
    synchronized Map<String, Integer> writes(String bucket, String prefix) {
        Map<String, Integer> found = new TreeMap<>();
        writes.forEach((name, times) -> {
            if (name.bucket().equals(bucket) && name.name().startsWith(prefix)) {
                found.put(name.name(), times);
            }
        });
        return found;
    }

    synchronized Optional<Blob> find(String bucket, String name) {
        return Optional.ofNullable(bucket(bucket).get(name));
    }

    /** That generation of the object, or the live one; there are no others. */
    synchronized Blob get(String bucket, String name, @Nullable Long generation) {
        return find(bucket, name)
                .filter(blob -> generation == null || blob.generation() == generation)
                .orElseThrow(() -> GcsException.noObject(bucket, name));
    }

    /** A copy of those whose names come at or after one. */
    synchronized Collection<Blob> from(String bucket, String name) {
        return List.copyOf(bucket(bucket).tailMap(name, true).values());
    }

    /** Makes content the live generation of a name. The file of the content is the table's from then on. */
    synchronized Blob put(ObjectName name, ObjectNode attributes, Content content, Preconditions preconditions)
            throws IOException {
        NavigableMap<String, Blob> bucket = bucket(name.bucket());
        Blob old = bucket.get(name.name());
        preconditions.checkWrite(Optional.ofNullable(old));
        Instant now = clock.instant();
        lastGeneration = Math.max(lastGeneration + 1, now.toEpochMilli() * 1000);
        Blob blob = new Blob(name.bucket(), name.name(), lastGeneration, 1, now, now, attributes, content);
        data.save(blob);
        bucket.put(name.name(), blob);
        writes.merge(name, 1, Integer::sum);
        if (old != null) {
            Files.deleteIfExists(old.content().file());
        }
        return blob;
    }

    synchronized Blob patch(ObjectName name, @Nullable Long generation, ObjectNode changes, Preconditions preconditions)
            throws IOException {
        Blob old = get(name.bucket(), name.name(), generation);
        preconditions.checkWrite(Optional.of(old));
        ObjectNode attributes = old.attributes().deepCopy();
        attributes.setAll(changes);
        Blob blob = new Blob(
                old.bucket(),
                old.name(),
                old.generation(),
                old.metageneration() + 1,
                old.created(),
                clock.instant(),
                attributes,
                old.content());
        data.save(blob);
        bucket(name.bucket()).put(name.name(), blob);
        return blob;
    }

    synchronized void delete(ObjectName name, @Nullable Long generation, Preconditions preconditions)
            throws IOException {
        Blob old = get(name.bucket(), name.name(), generation);
        preconditions.checkWrite(Optional.of(old));
        data.remove(old);
        bucket(name.bucket()).remove(name.name());
        Files.deleteIfExists(old.content().file());
    }
}
