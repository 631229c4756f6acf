package dev.dashline.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.dashline.runtime.threads.Supervisor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SpanQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Supervisor supervisor = new Supervisor(meters);
    private final Collector collector = new Collector();
    private final SpanQueue queue = new SpanQueue(collector, meters);
    private final SdkTracerProvider spans =
            SdkTracerProvider.builder().addSpanProcessor(queue).build();

    @AfterEach
    void close() {
        queue.close();
        supervisor.close();
    }

    @Test
    void sendsWhatHappened() {
        queue.startOn(supervisor);
        span("a");
        span("b");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(count("sent")).isEqualTo(2));
        assertThat(collector.names).containsExactly("a", "b");
    }

    @Test
    void sendsWhatIsLeftBeforeItCloses() {
        queue.startOn(supervisor);
        span("last");
        queue.close();

        assertThat(collector.names).containsExactly("last");
    }

    /** Nobody takes anything out of the queue, as if the collector hung. */
    @Test
    void dropsWhatThereIsNoRoomForAndBlocksNobody() {
        for (int each = 0; each < 10_005; each++) {
            span("many");
        }

        assertThat(count("dropped")).isEqualTo(5);
    }

    @Test
    void countsEachFailureAndLogsTheFirst() {
        collector.answer = CompletableResultCode::ofFailure;
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger(SpanQueue.class);
        logger.addAppender(logged);
        try {
            queue.startOn(supervisor);
            for (int each = 1; each <= 3; each++) {
                span("lost");
                int failed = each;
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(count("failed")).isEqualTo(failed));
            }
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list).hasSize(1);
    }

    private void span(String name) {
        spans.get("test").spanBuilder(name).startSpan().end();
    }

    private double count(String outcome) {
        return meters.get("dashline.trace.spans")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** Takes spans, or does not. */
    private static final class Collector implements SpanExporter {

        private final List<String> names = Collections.synchronizedList(new ArrayList<>());
        private volatile Supplier<CompletableResultCode> answer = CompletableResultCode::ofSuccess;

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            batch.forEach(span -> names.add(span.getName()));
            return answer.get();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
