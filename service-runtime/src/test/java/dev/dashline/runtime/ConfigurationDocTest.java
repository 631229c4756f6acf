package dev.dashline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.config.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

    private static final Setting<String> SHARED =
            Setting.text("BROKERS", "Brokers: a|b.").withDefault("localhost:9092");
    private static final Setting<Integer> SLOTS =
            Setting.integer("SLOTS", "Slots.", 1, 64).withDefault("7", "the number of processors");
    private static final Setting<String> FOLDER =
            Setting.text("FOLDER", "Files.").withDefault(System.getProperty("java.io.tmpdir") + "/dashline");
    private static final Setting<String> TITLE = Setting.text("TITLE", "A title.");

    @Test
    void writesWhatAllShareOnceAndTheRestUnderItsService() {
        Map<String, List<Setting<?>>> services = new LinkedHashMap<>();
        services.put("one-service", List.of(SLOTS, SHARED, FOLDER));
        services.put("two-service", List.of(SHARED, TITLE));

        assertThat(ConfigurationDoc.render(services)).endsWith("""
                and exits with 2.

                ## Every service

                | Variable | Meaning | Value | Default |
                | --- | --- | --- | --- |
                | `BROKERS` | Brokers: a\\|b. | any text | `localhost:9092` |
                | `LOG_FORMAT` | Lines on standard error for people, or one JSON object a line for machines. | plain or json | `plain` |
                | `LOG_LEVEL` | Least level that Dashline logs. | TRACE, DEBUG, INFO, WARN, ERROR or OFF | `INFO` |
                | `LOG_LEVEL_LIBRARIES` | Least level that all else logs. | TRACE, DEBUG, INFO, WARN, ERROR or OFF | `WARN` |

                ## one-service

                | Variable | Meaning | Value | Default |
                | --- | --- | --- | --- |
                | `FOLDER` | Files. | any text | `${java.io.tmpdir}/dashline` |
                | `SLOTS` | Slots. | a whole number from 1 to 64 | the number of processors |

                ## two-service

                | Variable | Meaning | Value | Default |
                | --- | --- | --- | --- |
                | `TITLE` | A title. | any text | none: must be set |

                """);
    }
}
