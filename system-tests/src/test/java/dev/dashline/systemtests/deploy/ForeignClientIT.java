package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.cli.option.StorePlace;
import dev.dashline.cli.stack.EmbeddedStack;
import dev.dashline.cli.stack.StackOptions;
import dev.dashline.cli.stack.StackServices;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A client in JavaScript, with kafkajs and its registry client, that is the first to write anything. Skipped without
 * Node, or where npm cannot provide the libraries.
 */
class ForeignClientIT {

    private static final ObjectMapper json = new ObjectMapper();
    private static final Path FOLDER = Path.of("target", "foreign").toAbsolutePath();
    private static final StackServices SIMULATED = new StackServices() {
        @Override
        public boolean usesFfmpeg() {
            return false;
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("ENCODER_KIND", "simulated", "ENCODER_SLOTS", "1");
        }
    };

    @Test
    void requestsAVideoBeforeAnybodyElseHasWrittenAndHearsThatItIsPublic() throws Exception {
        for (String file : List.of("package.json", "client.js")) {
            copy(file);
        }
        assumeTrue(new Program("node", FOLDER).succeeds("--version"), "Node is missing");
        assumeTrue(
                new Program("npm", FOLDER).succeeds("install", "--no-audit", "--no-fund", "--silent"),
                "npm cannot provide kafkajs");
        try (EmbeddedStack stack = EmbeddedStack.start(new StackOptions(
                Optional.empty(),
                new StackOptions.Places(Optional.empty(), Optional.empty(), List.of(StorePlace.FILES)),
                1,
                StackOptions.Ports.ANY,
                SIMULATED))) {
            Collection<String> subjects =
                    SchemaRegistrar.subjects(TopicProvisioner.topics(1)).keySet();

            JsonNode answer = json.readTree(request(stack, "foreign-1", subjects));

            assertThat(answer.path("schemas").size()).isEqualTo(subjects.size());
            JsonNode published = answer.path("published");
            assertThat(published.path("videoId").asText()).isEqualTo("foreign-1");
            assertThat(published.path("attempt").asInt()).isEqualTo(1);
            assertThat(published.path("frames").asLong()).isEqualTo(100);
            assertThat(published.path("manifest").asText()).endsWith("foreign-1/manifest.mpd");
            assertThat(subjects).contains(Topics.VIDEO_REQUESTED.name() + "-value");
        }
    }

    private static String request(EmbeddedStack stack, String videoId, Collection<String> subjects) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "client.js",
                stack.bootstrapServers(),
                stack.registryUrl(),
                videoId,
                json.writeValueAsString(Map.of("simulatedEncodingTime", "200ms", "simulatedChunks", "2"))));
        arguments.addAll(subjects);
        return new Program("node", FOLDER)
                .with("KAFKAJS_NO_PARTITIONER_WARNING", "1")
                .run(arguments.toArray(String[]::new));
    }

    private static void copy(String file) throws Exception {
        Files.createDirectories(FOLDER);
        try (InputStream in =
                Objects.requireNonNull(ForeignClientIT.class.getResourceAsStream("/foreign/" + file), file)) {
            Files.copy(in, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
