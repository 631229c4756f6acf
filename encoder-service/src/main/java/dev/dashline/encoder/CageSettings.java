package dev.dashline.encoder;

import dev.dashline.media.cage.CageLimits;
import dev.dashline.media.cage.Confinement;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How FFmpeg is held to its task.
 *
 * @param confinement whether it is
 * @param limits what one run may use
 */
public record CageSettings(Confinement confinement, CageLimits limits) {

    private static final Setting<Confinement> CONFINEMENT = Setting.required(
                    "CONFINEMENT",
                    "Whether FFmpeg, which reads strangers' files, is held to its own source, its folder and, for a"
                            + " source in a bucket, one port of this machine: as far as the machine can, which is"
                            + " logged at the start; fully, or the service does not start; or not.",
                    "auto, required or off",
                    Confinement::parse)
            .withDefault("auto");

    private static final Setting<Integer> MEMORY = Setting.integer(
                    CageLimits.MEMORY,
                    "Memory that one run of FFmpeg may use. 0 for three quarters of what the machine or container has,"
                            + " divided by ENCODER_SLOTS, but 2048 at least.",
                    0,
                    1 << 24)
            .withDefault("0");

    private static final Setting<Integer> DISK = Setting.integer(
                    CageLimits.DISK,
                    "Room in WORK_DIR that one task may use at a time. A task that needs more fails, TOO_LARGE.",
                    16,
                    1 << 24)
            .withDefault(Long.toString(CageLimits.DEFAULT.disk() >> 20));

    private static final int LEAST_MEMORY = 2_048;

    /** Every setting that {@link #from} reads. */
    static final List<Setting<?>> ALL = List.of(CONFINEMENT, MEMORY, DISK);

    static CageSettings from(Settings settings, int slots) {
        long memory = settings.get(MEMORY) == 0 ? share(slots) : settings.get(MEMORY);
        return new CageSettings(
                settings.get(CONFINEMENT), new CageLimits(memory << 20, (long) settings.get(DISK) << 20));
    }

    /** MiB. */
    private static long share(int slots) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? Math.max(LEAST_MEMORY, (machine.getTotalMemorySize() >> 20) * 3 / 4 / slots)
                : CageLimits.DEFAULT.memory() >> 20;
    }
}
