package dev.dashline.store.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The checksums of the files that this process has read or written last. Safe for use by many threads. */
final class ChecksumCache {

    private static final int LIMIT = 10_000;

    private record Key(Path path, long generation) {}

    @GuardedBy("this")
    private final Map<Key, String> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
            return size() > LIMIT;
        }
    };

    synchronized Optional<String> get(Path path, long generation) {
        return Optional.ofNullable(latest.get(new Key(path, generation)));
    }

    synchronized void put(Path path, long generation, String crc32c) {
        latest.put(new Key(path, generation), crc32c);
    }
}
