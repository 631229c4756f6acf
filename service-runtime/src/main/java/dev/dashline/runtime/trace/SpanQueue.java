package dev.dashline.runtime.trace;

import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps spans until a thread of its own has sent them. A full queue drops what comes. Each span is counted once, as
 * sent, as failed or as dropped, and the first of several failures is logged. Safe for use by any thread.
 */
final class SpanQueue implements SpanProcessor, Work {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(SpanQueue.class);

    /** The exporter's own log, which goes past ours. Nobody else keeps it, and it would forget its level. */
    private static final Logger UNHEARD = Logger.getLogger("io.opentelemetry.exporter");

    private static final int ROOM = 10_000;
    private static final int BATCH = 512;
    private static final Duration GATHER = Duration.ofMillis(200);
    private static final Duration SEND_WITHIN = Duration.ofSeconds(30);
    private static final Duration LAST_WITHIN = Duration.ofSeconds(2);

    private final BlockingQueue<SpanData> spans = new ArrayBlockingQueue<>(ROOM);
    private final SpanExporter exporter;
    private final Counter sent;
    private final Counter failed;
    private final Counter dropped;
    private boolean failing;
    private volatile @Nullable Loop loop;

    SpanQueue(SpanExporter exporter, MeterRegistry meters) {
        UNHEARD.setLevel(Level.OFF);
        this.exporter = exporter;
        this.sent = counter("sent", meters);
        this.failed = counter("failed", meters);
        this.dropped = counter("dropped", meters);
    }

    private static Counter counter(String outcome, MeterRegistry meters) {
        return Counter.builder("dashline.trace.spans")
                .description("Spans of traces: sent, failed to be sent, or dropped since too many waited")
                .tag("outcome", outcome)
                .register(meters);
    }

    void startOn(Supervisor supervisor) {
        loop = supervisor.loop("traces", this);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && !spans.offer(span.toSpanData())) {
            dropped.increment();
        }
    }

    /** Waits for spans, and for those that come at nearly the same time. */
    @Override
    public void step() throws InterruptedException {
        SpanData first = spans.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            List<SpanData> batch = new ArrayList<>(List.of(first));
            spans.drainTo(batch, BATCH - 1);
            send(batch, SEND_WITHIN);
        }
    }

    /** What came last is sent, too, if the collector is quick. */
    @Override
    public void end() {
        List<SpanData> rest = new ArrayList<>();
        spans.drainTo(rest);
        if (!rest.isEmpty()) {
            send(rest, LAST_WITHIN);
        }
    }

    private void send(List<SpanData> batch, Duration within) {
        CompletableResultCode result = exporter.export(batch).join(within.toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            sent.increment(batch.size());
            failing = false;
            return;
        }
        failed.increment(batch.size());
        if (!failing) {
            failing = true;
            log.atWarn()
                    .addKeyValue("spans", batch.size())
                    .setCause(result.getFailureThrowable())
                    .log("traces cannot be sent, to be logged again once some could be");
        }
    }

    @Override
    public void close() {
        Loop sending = loop;
        if (sending != null) {
            sending.close();
        }
        var unused = exporter.shutdown().join(LAST_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
