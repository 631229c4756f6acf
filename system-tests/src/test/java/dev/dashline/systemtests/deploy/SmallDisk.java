package dev.dashline.systemtests.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A folder on a file system of its own, which a test can fill. Where none can be mounted, which takes root, the folder
 * is on the same one as everything.
 *
 * @param folder where it is
 * @param isSmall whether it can be filled
 */
record SmallDisk(Path folder, boolean isSmall) implements AutoCloseable {

    private static final int MEBIBYTES = 8;

    static SmallDisk at(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean isSmall = new Program("mount", folder)
                .succeeds("-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "tmpfs", folder.toString());
        return new SmallDisk(folder, isSmall);
    }

    /** Leaves less than a tenth of it free. */
    void fill() throws IOException {
        Files.write(folder.resolve("filler"), new byte[(MEBIBYTES << 20) * 19 / 20]);
    }

    void clear() throws IOException {
        Files.deleteIfExists(folder.resolve("filler"));
    }

    @Override
    public void close() {
        try {
            if (isSmall) {
                new Program("umount", Objects.requireNonNull(folder.getParent())).run("--lazy", folder.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
