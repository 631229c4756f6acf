package dev.dashline.encoder.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Dashline that this process runs, as the build wrote it down. */
final class BuildVersion {

    private BuildVersion() {}

    static String read() {
        Properties build = new Properties();
        try (InputStream file = BuildVersion.class.getResourceAsStream("build.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version", "unknown");
    }
}
