package dev.dashline.cli.failed;

import dev.dashline.cli.client.FailureLog;
import dev.dashline.cli.option.KafkaOptions;
import dev.dashline.cli.option.TimeSpanConverter;
import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select failures. */
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
            converter = TimeSpanConverter.class,
            description = "Only those of this last span of time: 30m, 1h.")
    private Optional<Duration> since = Optional.empty();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    boolean hasCode() {
        return !codes.isEmpty();
    }

    /** What has failed, oldest first. */
    List<FailureLog.Entry> read() {
        return readAll().stream().filter(entry -> hasRightCode(entry.failed())).toList();
    }

    /** Passes failures with all their bytes to a reader. */
    void readWhole(List<FailureLog.Entry> entries, Consumer<VideoFailed> reader) {
        reading(settings -> {
            FailureLog.readWhole(settings, entries, reader);
            return entries;
        });
    }

    /** The last failures of videos that a replay may help, oldest first. */
    List<VideoFailed> readReplayable() {
        return lastOfEach(readAll().stream().map(FailureLog.Entry::failed).toList()).stream()
                .filter(this::hasRightCode)
                .filter(failed -> !failed.getFailure().getCode().equals(FailureCode.INVALID_REQUEST.name()))
                .toList();
    }

    /** Keeps the last failure of each video. Undecodable records belong to no video. */
    static List<VideoFailed> lastOfEach(List<VideoFailed> failures) {
        Map<String, VideoFailed> last = new HashMap<>();
        for (VideoFailed failed : failures) {
            if (failed.getAttempt() > 0 && failed.getUndecodable().isEmpty()) {
                failed.getVideoId()
                        .ifPresent(videoId -> last.merge(
                                videoId,
                                failed,
                                BinaryOperator.maxBy(Comparator.comparingInt(VideoFailed::getAttempt))));
            }
        }
        return last.values().stream()
                .sorted(Comparator.comparing(VideoFailed::getFailedAt))
                .toList();
    }

    private boolean hasRightCode(VideoFailed failed) {
        return codes.isEmpty()
                || codes.stream()
                        .map(code -> code.toUpperCase(Locale.ROOT))
                        .anyMatch(failed.getFailure().getCode()::equals);
    }

    private List<FailureLog.Entry> readAll() {
        return reading(settings -> FailureLog.read(settings, since));
    }

    private <T> T reading(Function<KafkaSettings, T> reader) {
        KafkaSettings settings = kafka.settings();
        try {
            return reader.apply(settings);
        } catch (KafkaException e) {
            throw KafkaOptions.unreachable(settings, e);
        }
    }
}
