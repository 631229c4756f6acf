package dev.dashline.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, run by a shell whose Kafka tools and curl only tell what they were asked. */
class SetupScriptTest {

    private static final List<String> TOOLS = List.of("kafka-topics.sh", "kafka-configs.sh", "kafka-acls.sh", "curl");

    @TempDir
    Path folder;

    @Test
    void asksTheToolsForTopicsGroupsRightsAndSchemas() throws Exception {
        Invocation printed = Invocation.of("topics", "--print", "--replicas", "3", "--cells", "2");
        assertThat(printed.exitCode()).isZero();

        String asked = run(printed.out());

        assertThat(asked.lines())
                .contains(
                        "kafka-configs.sh --bootstrap-server broker:9092 --command-config admin.properties --alter"
                                + " --entity-type groups --entity-name encoder-2 --add-config"
                                + " share.auto.offset.reset=earliest,share.delivery.count.limit=10,"
                                + "share.isolation.level=read_committed,share.record.lock.duration.ms=30000",
                        "kafka-acls.sh --bootstrap-server broker:9092 --command-config admin.properties --add"
                                + " --allow-principal User:encoder-service --operation Write --operation Describe"
                                + " --resource-pattern-type prefixed --transactional-id encoder-service-")
                .anyMatch(line -> line.contains("--create --if-not-exists --topic encoder-tasks-2 --partitions 1"
                        + " --replication-factor 3 --config cleanup.policy=delete"))
                .anyMatch(line -> line.startsWith("curl")
                        && line.endsWith(
                                "http://registry/subjects/encoder-service-queued-tasks-changelog-value/versions")
                        && line.contains("{\"schema\":\"{\\\"type\\\":\\\"record\\\""));
    }

    private String run(String script) throws Exception {
        for (String tool : TOOLS) {
            Path file = Files.writeString(
                    folder.resolve(tool), "#!/bin/sh\nprintf '%s ' " + tool + " \"$@\" | sed 's/ $//'\necho\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        ProcessBuilder shell = new ProcessBuilder("sh").redirectErrorStream(true);
        shell.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        shell.environment().put("KAFKA", "broker:9092");
        shell.environment().put("KAFKA_CONFIG", "admin.properties");
        shell.environment().put("REGISTRY", "http://registry");
        shell.redirectInput(
                Files.writeString(folder.resolve("script"), script, UTF_8).toFile());
        Process running = shell.start();
        String output = new String(running.getInputStream().readAllBytes(), UTF_8);
        assertThat(running.waitFor()).as(output).isZero();
        return output;
    }
}
