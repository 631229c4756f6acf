package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.schemas.rights.ServiceRights;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files for Compose, as far as they can be held to the code without an engine; {@link ComposeIT} runs them. */
class ComposeTest {

    private static final String CLUSTER = "deploy/compose/cluster.yml";
    private static final Program DOCKER = new Program("docker", Path.of(".."));

    private JsonNode compose;
    private JsonNode cluster;

    @BeforeEach
    void read() throws Exception {
        compose = Manifests.documents(Path.of("../docker-compose.yml")).get(0);
        cluster = Manifests.documents(Path.of("..", CLUSTER)).get(0);
    }

    @Test
    void everyServiceIsAUserOfTheClusterWithItsOwnName() {
        String users = cluster.at("/x-broker/KAFKA_LISTENER_NAME_CLIENTS_PLAIN_SASL_JAAS_CONFIG")
                .asText();
        for (String service : ServiceRights.SERVICES) {
            String login = cluster.at("/services/" + service + "/environment/KAFKA_SASL_JAAS_CONFIG")
                    .asText();
            assertThat(login).contains("username=\"" + service + "\"");
            String password = login.replaceAll(".*password=\"([^\"]*)\".*", "$1");
            assertThat(users).contains("user_" + service + "=\"" + password + "\"");
        }
        assertThat(cluster.at("/x-broker/KAFKA_SUPER_USERS").asText()).isEqualTo("User:broker;User:administrator");
        assertThat(cluster.at("/services/topics/command").toString()).contains("--grant");
    }

    @Test
    void theClusterBearsTheLossOfABroker() {
        assertThat(List.of("kafka", "kafka-2", "kafka-3"))
                .allSatisfy(broker -> assertThat(cluster.at("/services/" + broker + "/environment")
                                .has("<<"))
                        .as(broker)
                        .isTrue());
        cluster.path("x-broker").properties().forEach(setting -> {
            if (setting.getKey().endsWith("REPLICATION_FACTOR")) {
                assertThat(setting.getValue().asInt()).as(setting.getKey()).isEqualTo(3);
            }
            if (setting.getKey().endsWith("ISR") || setting.getKey().endsWith("INSYNC_REPLICAS")) {
                assertThat(setting.getValue().asInt()).as(setting.getKey()).isEqualTo(2);
            }
        });
        compose.at("/services/kafka/environment").fieldNames().forEachRemaining(name -> {
            if (name.endsWith("REPLICATION_FACTOR") || name.endsWith("ISR")) {
                assertThat(cluster.path("x-broker").has(name)).as(name).isTrue();
            }
        });
    }

    @Test
    void composeFindsNothingWrongWithTheFiles() throws Exception {
        assumeTrue(DOCKER.succeeds("compose", "version"), "docker compose is missing");
        assertThat(DOCKER.run("compose", "--profile", "monitoring", "config", "--quiet"))
                .isEmpty();
        assertThat(DOCKER.run("compose", "-f", "docker-compose.yml", "-f", CLUSTER, "config", "--quiet"))
                .isEmpty();
    }

    @Test
    void everySettingIsOneThatAServiceHas() throws Exception {
        Set<String> known = new TreeSet<>();
        for (String service : ServiceRights.SERVICES) {
            assertThat(compose.path("services").has(service)).as(service).isTrue();
            known.addAll(DocumentedSettings.of(service));
        }
        Set<String> shared = new TreeSet<>();
        compose.path("x-environment").fieldNames().forEachRemaining(shared::add);
        shared.removeIf(DocumentedSettings::isOfOthers);
        assertThat(shared).isNotEmpty().isSubsetOf(known);
        compose.at("/services/ingest-service/environment").fieldNames().forEachRemaining(name -> {
            if (!name.equals("<<")) {
                assertThat(known).contains(name);
            }
        });
    }

    @Test
    void prometheusScrapesEachServiceAtItsAdminPort() throws Exception {
        JsonNode jobs = Manifests.documents(Alert.FOLDER.resolve("prometheus.yml"))
                .get(0)
                .path("scrape_configs");
        String adminPort = compose.at("/x-environment/ADMIN_PORT").asText();

        assertThat(jobs).hasSameSizeAs(ServiceRights.SERVICES).allSatisfy(job -> {
            assertThat(ServiceRights.SERVICES).contains(job.path("job_name").asText());
            assertThat(job.at("/dns_sd_configs/0/names/0").asText())
                    .isEqualTo(job.path("job_name").asText());
            assertThat(job.at("/dns_sd_configs/0/port").asText()).isEqualTo(adminPort);
        });
    }

    @Test
    void everyImageOfOthersHasAVersion() {
        Stream.of(compose, cluster).flatMap(ComposeTest::services).forEach(service -> {
            String image = service.path("image").asText();
            if (!image.isEmpty()) {
                assertThat(image).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+");
            }
        });
    }

    private static Stream<JsonNode> services(JsonNode file) {
        return StreamSupport.stream(file.path("services").spliterator(), false);
    }
}
