package dev.dashline.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** How much room there is where a service keeps files. The folder may be made later. */
public final class DiskSpace {

    private DiskSpace() {}

    /**
     * Registers gauges for the disk that a folder is on.
     *
     * @param use what the folder is for, as in {@code state}
     */
    public static void register(MeterRegistry meters, String use, Path folder) {
        gauge(
                meters,
                "dashline.disk.free.bytes",
                "Bytes that are free where files of this use are",
                use,
                folder,
                File::getUsableSpace);
        gauge(
                meters,
                "dashline.disk.size.bytes",
                "Bytes that the disk has where files of this use are",
                use,
                folder,
                File::getTotalSpace);
    }

    private static void gauge(
            MeterRegistry meters,
            String name,
            String description,
            String use,
            Path folder,
            ToDoubleFunction<File> value) {
        Gauge.builder(name, folder.toAbsolutePath(), path -> value.applyAsDouble(existing(path)))
                .description(description)
                .tag("use", use)
                .strongReference(true)
                .register(meters);
    }

    private static File existing(Path path) {
        Path there = path;
        while (there.getParent() != null && !there.toFile().exists()) {
            there = there.getParent();
        }
        return there.toFile();
    }
}
