package dev.dashline.systemtests.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of docs/configuration.md, which another test holds to the code. */
final class DocumentedSettings {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");
    /** Passed through to Kafka's clients and the serdes, or read by the JVM. */
    private static final Pattern OF_OTHERS = Pattern.compile("(KAFKA|SCHEMA_REGISTRY)_.+|JDK_JAVA_OPTIONS");

    private DocumentedSettings() {}

    /** The settings of a service, and those of every service. */
    static Set<String> of(String service) throws IOException {
        return Stream.of(Files.readString(Path.of("../docs/configuration.md")).split("(?m)^## ", -1))
                .filter(section -> section.startsWith("Every service") || section.startsWith(service))
                .flatMap(section -> ROW.matcher(section).results())
                .map(setting -> setting.group(1))
                .collect(Collectors.toSet());
    }

    /** Whether a variable is for a library, whose settings are not Dashline's. */
    static boolean isOfOthers(String variable) {
        return OF_OTHERS.matcher(variable).matches();
    }
}
