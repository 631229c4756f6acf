package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.schemas.rights.ServiceRights;
import dev.dashline.testsupport.GeneratedDoc;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of deploy/kubernetes, held to the models of Kubernetes and to what the services are. */
class KubernetesTest {

    private static final String BASE = "base";
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");
    private static final long MIB = 1 << 20;
    /** What a JVM has beside its heap, and what FFmpeg may have in each slot. */
    private static final long BESIDE_HEAP = 448 * MIB;

    private static final long OF_A_SLOT = 1024 * MIB;

    @Test
    void topicsAndUsersAreThoseOfTheCatalogue() {
        GeneratedDoc.at("deploy/kubernetes/strimzi/topics.yaml").mustBe(StrimziResources.topics());
        GeneratedDoc.at("deploy/kubernetes/strimzi/users.yaml").mustBe(StrimziResources.users());
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, "overlays/one-node", "overlays/production", "strimzi"})
    void everyFileIsThereAndIsUsedAndEveryPatchHasATarget(String folder) throws Exception {
        JsonNode kustomization = Manifests.documents(
                        Manifests.FOLDER.resolve(folder).resolve("kustomization.yaml"))
                .get(0);
        Set<String> used = new TreeSet<>();
        kustomization.path("resources").forEach(resource -> used.add(resource.asText()));
        kustomization
                .path("patches")
                .forEach(patch -> used.add(patch.path("path").asText()));
        used.remove("../../base");
        assertThat(Manifests.files(folder).stream()
                        .map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrderElementsOf(used);

        Set<String> targets = names(Manifests.resources(BASE));
        for (JsonNode patch : kustomization.path("patches")) {
            for (JsonNode document : Manifests.documents(
                    Manifests.FOLDER.resolve(folder).resolve(patch.path("path").asText()))) {
                assertThat(targets)
                        .contains(document.path("kind").asText() + " "
                                + document.at("/metadata/name").asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, "overlays/one-node", "overlays/production"})
    void everyResourceHasOnlyFieldsThatItsKindHas(String folder) throws Exception {
        assertThat(names(Manifests.resources(folder))).isNotEmpty();
    }

    /** As {@code kubectl apply -k} does. */
    @ParameterizedTest
    @ValueSource(strings = {"overlays/one-node", "overlays/production"})
    void kustomizePutsEachOverlayTogether(String folder, @TempDir Path built) throws Exception {
        Program kubectl = new Program("kubectl", Manifests.FOLDER);
        assumeTrue(kubectl.isThere(), "kubectl is missing");
        Path all = Files.writeString(built.resolve("all.yaml"), kubectl.run("kustomize", folder));

        assertThat(names(Manifests.resources(all)))
                .containsAll(names(Manifests.resources(BASE)))
                .containsAll(names(Manifests.resources(folder)));
    }

    @Test
    void eachServiceRunsAndIsHardened() throws Exception {
        List<Deployment> deployments = Manifests.of(Deployment.class, BASE);
        assertThat(deployments.stream().map(each -> each.getMetadata().getName()))
                .containsExactlyInAnyOrderElementsOf(ServiceRights.SERVICES);
        assertThat(deployments).allSatisfy(deployment -> {
            var pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            Container container = pod.getContainers().get(0);
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getImage())
                    .isEqualTo("dashline/" + deployment.getMetadata().getName());
            assertThat(container.getArgs()).isEmpty();
            assertThat(pod.getVolumes())
                    .filteredOn(volume -> volume.getEmptyDir() != null)
                    .allSatisfy(volume ->
                            assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull());
        });
    }

    @Test
    void probesAskTheAdminPort() throws Exception {
        String adminPort = shared().get("ADMIN_PORT");
        for (Deployment deployment : Manifests.of(Deployment.class, BASE)) {
            Container container = container(deployment);
            assertThat(container.getPorts())
                    .filteredOn(port -> port.getName().equals("admin"))
                    .extracting(ContainerPort::getContainerPort)
                    .containsExactly(Integer.valueOf(adminPort));
            assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe()))
                    .allSatisfy(probe -> asks(probe, "/health/live"));
            asks(container.getReadinessProbe(), "/health/ready");
        }
    }

    private static void asks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {BASE, "overlays/one-node", "overlays/production"})
    void everySettingIsOneThatTheServiceHas(String folder) throws Exception {
        for (Deployment deployment : Manifests.of(Deployment.class, folder)) {
            if (deployment.getSpec().getTemplate() == null) {
                continue;
            }
            Set<String> known = DocumentedSettings.of(deployment.getMetadata().getName());
            Set<String> set = container(deployment).getEnv().stream()
                    .map(EnvVar::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            set.removeIf(DocumentedSettings::isOfOthers);
            assertThat(known).containsAll(set);
        }
    }

    @Test
    void everySharedSettingIsOneThatSomeServiceHas() throws Exception {
        Set<String> known = new TreeSet<>();
        for (String service : ServiceRights.SERVICES) {
            known.addAll(DocumentedSettings.of(service));
        }
        assertThat(shared().keySet())
                .filteredOn(name -> !DocumentedSettings.isOfOthers(name))
                .isSubsetOf(known);
    }

    @Test
    void anEncoderHasTimeToDrainBeforeItIsKilled() throws Exception {
        Deployment encoder = encoder(BASE);
        Duration drain = Duration.parse("PT" + environment(encoder).get("DRAIN_TIMEOUT"));

        assertThat(encoder.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThanOrEqualTo(drain.plusMinutes(1).toSeconds());
    }

    @Test
    void memoryIsEnoughForTheJvmAndAllItsFfmpegs() throws Exception {
        for (Deployment deployment : Manifests.of(Deployment.class, BASE)) {
            long slots = Long.parseLong(environment(deployment).getOrDefault("ENCODER_SLOTS", "0"));
            assertThat(limit(deployment)).isGreaterThanOrEqualTo(heap(deployment) + BESIDE_HEAP + slots * OF_A_SLOT);
        }
        Deployment small = encoder("overlays/one-node");
        long slots = Long.parseLong(environment(small).get("ENCODER_SLOTS"));
        assertThat(limit(small)).isGreaterThanOrEqualTo(heap(encoder(BASE)) + BESIDE_HEAP + slots * OF_A_SLOT);
    }

    private static long heap(Deployment deployment) {
        var heap = HEAP.matcher(environment(deployment).get("JDK_JAVA_OPTIONS"));
        assertThat(heap.find()).isTrue();
        return Long.parseLong(heap.group(1)) * MIB;
    }

    private static long limit(Deployment deployment) {
        BigDecimal bytes = Quantity.getAmountInBytes(
                container(deployment).getResources().getLimits().get("memory"));
        return bytes.longValueExact();
    }

    private static Deployment encoder(String folder) throws Exception {
        return Manifests.of(Deployment.class, folder).stream()
                .filter(each -> each.getMetadata().getName().equals("encoder-service"))
                .findFirst()
                .orElseThrow();
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    private static Map<String, String> environment(Deployment deployment) {
        Map<String, String> environment = new HashMap<>();
        container(deployment).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        return environment;
    }

    private static Map<String, String> shared() throws Exception {
        return Manifests.of(ConfigMap.class, BASE).get(0).getData();
    }

    private static Set<String> names(List<HasMetadata> resources) {
        return resources.stream()
                .map(each -> each.getKind() + " " + each.getMetadata().getName())
                .collect(Collectors.toSet());
    }
}
