package dev.dashline.systemtests.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.ServiceMain;
import dev.dashline.schemas.rights.ServiceRights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Maven has put into the images of the services, and how Dockerfile starts it. Needs {@code mvn package}. */
class DistributionIT {

    private static final String OURS = "-0.1.0-SNAPSHOT.jar";

    /** The brokers' own code, the registry's, FFmpeg's, and what only tests and the command need. */
    private static final Pattern OF_BROKERS = Pattern.compile("kafka_2.*|kafka-(server|group|raft|storage|metadata).*");

    private static final Pattern OF_OTHERS = Pattern.compile("apicurio-registry.*|picocli.*|junit.*|testcontainers.*");
    private static final Pattern OF_FFMPEG = Pattern.compile("ffmpeg.*|javacpp.*|jaffree.*");

    static Stream<String> services() {
        return ServiceRights.SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void anImageHasItsServiceAndTheLibrariesThatItUses(String service) throws Exception {
        List<String> jars = jars(service);
        List<String> ours = jars.stream().filter(jar -> jar.endsWith(OURS)).toList();

        List<String> shared =
                List.of("schemas" + OURS, "object-store" + OURS, "service-runtime" + OURS, service + OURS);
        if (service.startsWith("encoder")) {
            assertThat(ours).containsAll(shared).contains("media" + OURS).hasSize(5);
        } else {
            assertThat(ours).containsExactlyInAnyOrderElementsOf(shared);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void anImageHasNoBrokerNoRegistryAndNoCommand(String service) throws Exception {
        assertThat(jars(service))
                .anyMatch(jar -> jar.startsWith("kafka-clients-"))
                .noneMatch(matches(OF_BROKERS))
                .noneMatch(matches(OF_OTHERS));
        assertThat(jars("cli")).anyMatch(matches(OF_BROKERS)).anyMatch(matches(OF_OTHERS));
    }

    @Test
    void ffmpegIsWhereVideosAreEncoded() throws Exception {
        assertThat(jars("encoder-service")).anyMatch(matches(OF_FFMPEG));
        assertThat(jars("ingest-service")).noneMatch(matches(OF_FFMPEG));
        assertThat(jars("publisher-service")).noneMatch(matches(OF_FFMPEG));
    }

    /** It finds all classes up to its settings, and says which are missing. */
    @ParameterizedTest
    @MethodSource("services")
    void anImageStartsItsService(String service) throws Exception {
        List<String> command = entryPoints().getOrDefault(service, List.of());
        assertThat(command).contains("/opt/dashline/lib/*");
        ProcessBuilder builder = new ProcessBuilder(command.stream()
                .map(part -> part.equals("java")
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : part)
                .map(part -> part.replace("/opt/dashline/lib", lib(service).toString()))
                .toList());
        builder.environment().clear();
        builder.environment().put("ADMIN_PORT", "none");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(ServiceMain.EXIT_USAGE);
        assertThat(said).contains("configuration: ADMIN_PORT");
    }

    /** The commands of the images, by their targets. */
    private static Map<String, List<String>> entryPoints() throws Exception {
        Map<String, List<String>> commands = new TreeMap<>();
        String target = "";
        for (String line : Files.readAllLines(Path.of("../Dockerfile"))) {
            if (line.startsWith("FROM ")) {
                target = line.replaceFirst(".* AS ", "");
            } else if (line.startsWith("ENTRYPOINT ")) {
                commands.put(
                        target,
                        Pattern.compile("\"([^\"]+)\"")
                                .matcher(line)
                                .results()
                                .map(part -> part.group(1))
                                .toList());
            }
        }
        return commands;
    }

    private static Predicate<String> matches(Pattern pattern) {
        return jar -> pattern.matcher(jar).matches();
    }

    private static List<String> jars(String module) throws Exception {
        try (Stream<Path> files = Files.list(lib(module))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path lib(String module) {
        return Path.of("..", module, "target", "dashline", "lib");
    }
}
