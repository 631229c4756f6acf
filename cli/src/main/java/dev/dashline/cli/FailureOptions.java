package dev.dashline.cli;

import dev.dashline.cli.client.FailureLog;
import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which failures are meant. */
final class FailureOptions {

    @Option(
            names = "--code",
            paramLabel = "CODE",
            split = ",",
            description = "Only those with this code, or one of several: see docs/failures.md.")
    private List<String> codes = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Only those of this last span of time: 30m, 1h.")
    private Optional<Duration> since = Optional.empty();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    boolean hasCode() {
        return !codes.isEmpty();
    }

    /** What has failed, oldest first. */
    List<VideoFailed> read() {
        KafkaSettings settings = kafka.settings();
        try {
            return FailureLog.read(settings, since).stream()
                    .filter(failed -> codes.isEmpty()
                            || codes.stream()
                                    .map(code -> code.toUpperCase(Locale.ROOT))
                                    .anyMatch(failed.getFailure().getCode()::equals))
                    .toList();
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
    }
}
