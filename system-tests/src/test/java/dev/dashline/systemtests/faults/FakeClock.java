package dev.dashline.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wall clock for processes, which can be set while they run. Their monotonic clock is not changed. Needs libfaketime
 * (Debian: libfaketime).
 */
final class FakeClock {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

    private final Path file;

    FakeClock(Path file) {
        this.file = file;
        set(Duration.ZERO);
    }

    static boolean isAvailable() {
        return library().isPresent();
    }

    /** The environment that makes a process see this clock; empty if the library is not installed. */
    Map<String, String> environment() {
        return library()
                .map(library -> Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        file.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        // Otherwise libfaketime changes timed waits that were right, and a JVM's threads spin.
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0"))
                .orElse(Map.of());
    }

    /** Sets it ahead of the real time or, if negative, behind it. Processes see the change within a second. */
    void set(Duration ahead) {
        try {
            Path next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"), "%+d".formatted(ahead.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> library() {
        return PLACES.stream().filter(Files::isRegularFile).findFirst();
    }
}
