package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.schemas.rights.ServiceRights;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docker-compose.yml, as far as it can be held to the code without an engine; deploy/compose/try runs it. */
class ComposeTest {

    private JsonNode compose;

    @BeforeEach
    void read() throws Exception {
        compose = Manifests.documents(Path.of("../docker-compose.yml")).get(0);
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
        compose.path("services").forEach(service -> {
            String image = service.path("image").asText();
            if (!image.isEmpty()) {
                assertThat(image).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+");
            }
        });
    }
}
