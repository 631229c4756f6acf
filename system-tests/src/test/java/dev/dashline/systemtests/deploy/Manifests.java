package dev.dashline.systemtests.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of deploy/kubernetes. */
final class Manifests {

    static final Path FOLDER = Path.of("../deploy/kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "ConfigMap", ConfigMap.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class,
            "Deployment", Deployment.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);

    private static final YAMLMapper YAML = new YAMLMapper();
    /** The models keep fields that they do not know; here such a field is a mistake. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Manifests() {}

    /** All documents of a file, as they are. */
    static List<JsonNode> documents(Path file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(Files.readString(file))) {
            return documents.readAll();
        }
    }

    /** All files of a folder but those that say how the others are put together. */
    static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The resources of a folder that Kubernetes itself knows.
     *
     * @throws IOException if one has a field that its kind does not have, or a value that does not fit
     */
    static List<HasMetadata> resources(String folder) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        for (Path file : files(folder)) {
            resources.addAll(resources(file));
        }
        return resources;
    }

    /** The same of one file. */
    static List<HasMetadata> resources(Path file) throws IOException {
        List<HasMetadata> resources = new ArrayList<>();
        for (JsonNode document : documents(file)) {
            Class<? extends HasMetadata> kind = KINDS.get(document.path("kind").asText());
            if (kind != null) {
                resources.add(STRICT.treeToValue(document, kind));
            }
        }
        return resources;
    }

    static <T extends HasMetadata> List<T> of(Class<T> kind, String folder) throws IOException {
        return resources(folder).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
