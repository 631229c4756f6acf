package dev.dashline.testsupport;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Makes named threads of a service in this JVM fail: see {@code docs/operations.md}. */
public final class Faults {

    private static final String FOLDER = "dashline.pause.folder";

    private Faults() {}

    /**
     * Makes a service, or its supervisor, that looks for faults in a folder.
     *
     * @param folder where files such as {@code throw.backlog} arm faults
     */
    public static <T> T armed(Path folder, Supplier<T> service) {
        System.setProperty(FOLDER, folder.toString());
        try {
            return service.get();
        } finally {
            System.clearProperty(FOLDER);
        }
    }
}
