package dev.dashline.cli.base;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version, as the build wrote it down. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/dev/dashline/cli/build.properties")) {
            if (file != null) {
                build.load(file);
            }
        }
        return new String[] {"dashline " + build.getProperty("version", "unknown")};
    }
}
