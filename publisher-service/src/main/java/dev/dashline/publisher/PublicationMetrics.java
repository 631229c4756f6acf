package dev.dashline.publisher;

import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.runtime.log.LogContext;
import dev.dashline.runtime.trace.Spans;
import dev.dashline.schemas.FailureCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, logs and traces the ends of attempts, and what is unpublished. If the transaction of an end is aborted, the
 * end is decided and counted again.
 */
final class PublicationMetrics {

    private static final Logger log = LoggerFactory.getLogger(PublicationMetrics.class);
    private static final String OTHER = "OTHER";

    private final MeterRegistry registry;
    private final Spans spans;
    private final Counter published;
    private final Timer margin;
    private final Map<UnpublishCause, Counter> unpublished = new EnumMap<>(UnpublishCause.class);

    PublicationMetrics(MeterRegistry registry, Spans spans) {
        this.registry = registry;
        this.spans = spans;
        this.published = Counter.builder("dashline.published")
                .description("Attempts that ended in video-published")
                .register(registry);
        this.margin = Timer.builder("dashline.publication.margin")
                .description("Time left until the deadline when a video became public")
                .serviceLevelObjectives(
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1))
                .register(registry);
        Arrays.stream(FailureCode.values()).map(Enum::name).forEach(this::failedCounter);
        for (UnpublishCause cause : List.of(UnpublishCause.REQUESTED, UnpublishCause.EXPIRED)) {
            unpublished.put(
                    cause,
                    Counter.builder("dashline.unpublished")
                            .description("Attempts that ended in video-published and were taken back")
                            .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void published(VideoPublished event) {
        published.increment();
        PublicationSpans.of(event).forEach(spans::add);
        event.getMarginMillis().map(Duration::ofMillis).ifPresent(margin::record);
        try (LogContext ignored = LogContext.of(event.getVideoId(), event.getAttempt())) {
            log.atInfo()
                    .addKeyValue("marginMillis", event.getMarginMillis().orElse(null))
                    .log("video published");
        }
    }

    void failed(VideoFailed event) {
        String code = event.getFailure().getCode();
        failedCounter(code).increment();
        PublicationSpans.of(event).forEach(spans::add);
        try (LogContext ignored = LogContext.of(event.getVideoId().orElse(""), event.getAttempt())) {
            log.atWarn()
                    .addKeyValue("code", code)
                    .addKeyValue("reason", event.getFailure().getMessage())
                    .log("video failed");
        }
    }

    void unpublished(VideoUnpublished event) {
        Optional.ofNullable(unpublished.get(event.getCause())).ifPresent(Counter::increment);
        try (LogContext ignored = LogContext.of(event.getVideoId(), event.getAttempt())) {
            log.atInfo()
                    .addKeyValue("cause", event.getCause())
                    .addKeyValue("reason", event.getReason().orElse(null))
                    .log("video unpublished");
        }
    }

    /** Unknown codes share one counter: a counter for every text would be unbounded. */
    private Counter failedCounter(String code) {
        boolean known =
                Arrays.stream(FailureCode.values()).anyMatch(each -> each.name().equals(code));
        return Counter.builder("dashline.failed")
                .description("Attempts that ended in video-failed")
                .tag("code", known ? code : OTHER)
                .register(registry);
    }
}
