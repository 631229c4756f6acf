package dev.dashline.cli.base;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells builds apart, also those of one version: its jars have other times. Stateless. */
public final class Build {

    private Build() {}

    /** The name of the build that runs; another one has another. */
    public static String name() {
        String jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> path + ' ' + new File(path).lastModified())
                .sorted()
                .collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(jars.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
