package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.schemas.StateStore;
import dev.dashline.schemas.rights.ServiceRights;
import dev.dashline.testsupport.GeneratedDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Draws docs/topology.md from the descriptions of the topologies, which a test in each service compares with its
 * code.
 */
class TopologyPageTest {

    private static final Pattern SOURCE = Pattern.compile("Source: (\\S+) \\(topics: \\[(.*)]\\)");
    private static final Pattern PROCESSOR = Pattern.compile("Processor: (\\S+) \\(stores: \\[(.*)]\\)");
    private static final Pattern SINK = Pattern.compile("Sink: (\\S+) \\(topic: (.*)\\)");

    @Test
    void thePageShowsWhatIsDeployed() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Topologies

                The Kafka Streams topology of each service, drawn from the descriptions in [topology/](topology). A test of
                each service compares its description with its code. Rounded shapes are topics, cylinders are state stores.
                """);
        for (String service : List.of("ingest-service", "encoder-service", "publisher-service")) {
            String description = Files.readString(Path.of("../docs/topology", service + ".txt"));
            page.append("\n## ").append(service).append("\n```mermaid\nflowchart LR\n");
            edges(description).forEach(edge -> page.append("  ").append(edge).append('\n'));
            page.append("```\n");
        }
        GeneratedDoc.at("docs/topology.md").mustBe(page.toString());
    }

    @Test
    void theCatalogueHasEveryStore() throws IOException {
        Set<String> deployed = new TreeSet<>();
        for (String service : ServiceRights.SERVICES) {
            PROCESSOR
                    .matcher(Files.readString(Path.of("../docs/topology", service + ".txt")))
                    .results()
                    .flatMap(processor -> Stream.of(processor.group(2).split(", ", -1)))
                    .filter(store -> !store.isEmpty())
                    .forEach(store -> deployed.add(service + "-" + store + "-changelog"));
        }
        assertThat(StateStore.ALL.stream().map(StateStore::changelog)).containsExactlyInAnyOrderElementsOf(deployed);
    }

    private static Set<String> edges(String description) {
        Set<String> edges = new LinkedHashSet<>();
        String node = "";
        for (String line : description.lines().map(String::strip).toList()) {
            Matcher source = SOURCE.matcher(line);
            Matcher processor = PROCESSOR.matcher(line);
            Matcher sink = SINK.matcher(line);
            if (source.find()) {
                node = source.group(1);
                for (String topic : source.group(2).split(", ", -1)) {
                    edges.add(topic(topic) + " --> " + node(node));
                }
            } else if (processor.find()) {
                node = processor.group(1);
                for (String store : processor.group(2).isEmpty()
                        ? new String[0]
                        : processor.group(2).split(", ", -1)) {
                    edges.add(node(node) + " -.- " + "store-" + store + "[(" + store + ")]");
                }
            } else if (sink.find()) {
                edges.add(node(sink.group(1)) + " --> " + topic(sink.group(2)));
                node = "";
            } else if (line.startsWith("-->") && !line.equals("--> none")) {
                for (String next : line.substring(3).split(",", -1)) {
                    edges.add(node(node) + " --> " + node(next.strip()));
                }
            }
        }
        return edges;
    }

    private static String topic(String name) {
        return "topic-" + name + "([" + name + "])";
    }

    private static String node(String name) {
        return "node-" + name + "[" + name + "]";
    }
}
