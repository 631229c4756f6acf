package dev.dashline.systemtests;

import dev.dashline.encoder.EncoderConfig;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.runtime.ConfigurationDoc;
import dev.dashline.runtime.config.Setting;
import dev.dashline.testsupport.GeneratedDoc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md equal to the settings that the services read. */
class ConfigurationDocsTest {

    @Test
    void everySettingIsDocumented() {
        Map<String, List<Setting<?>>> services = new LinkedHashMap<>();
        services.put("ingest-service", IngestConfig.SETTINGS);
        services.put("encoder-service", EncoderConfig.SETTINGS);
        services.put("publisher-service", PublisherConfig.SETTINGS);

        GeneratedDoc.at("docs/configuration.md").mustBe(ConfigurationDoc.render(services));
    }
}
