package dev.dashline.media.cage;

/**
 * What one program may use.
 *
 * @param memory bytes that it may write to, files aside
 * @param disk bytes of all files in its folder together, and of each alone
 */
public record CageLimits(long memory, long disk) {

    /** Names of the settings, so that a message can tell which limit was reached. */
    public static final String MEMORY = "TASK_MEMORY_MIB";

    public static final String DISK = "TASK_DISK_MIB";

    /** 4 GiB of memory, 8 GiB of files. */
    public static final CageLimits DEFAULT = new CageLimits(4L << 30, 8L << 30);
}
