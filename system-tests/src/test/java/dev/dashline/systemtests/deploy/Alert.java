package dev.dashline.systemtests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** An alert of deploy/monitoring/prometheus/rules.yml. */
record Alert(String name, String expression, String runbook) {

    static final Path FOLDER = Path.of("../deploy/monitoring/prometheus");

    static List<Alert> all() throws IOException {
        JsonNode rules = new YAMLMapper()
                .readTree(Files.readString(FOLDER.resolve("rules.yml")))
                .at("/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false)
                .map(rule -> new Alert(
                        rule.path("alert").asText(),
                        rule.path("expr").asText(),
                        rule.at("/annotations/runbook_url").asText()))
                .toList();
    }
}
