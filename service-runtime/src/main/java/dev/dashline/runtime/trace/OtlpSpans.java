package dev.dashline.runtime.trace;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Supervisor;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;

/**
 * Sends spans to a collector. {@link #add} puts them into a queue, and drops them if the collector does not keep up.
 * Safe for use by any thread.
 */
public final class OtlpSpans implements Spans, Layer {

    private static final String SCOPE = "dev.dashline";

    /** What this thread is adding. */
    private static final ThreadLocal<AttemptSpan> CURRENT = new ThreadLocal<>();

    private final SpanQueue queue;
    private final Supervisor supervisor;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * Sends nothing before {@link #start()}.
     *
     * @param service the name of the service
     * @param endpoint where spans are posted
     */
    public OtlpSpans(
            String service, URI endpoint, TraceSettings settings, MeterRegistry meters, Supervisor supervisor) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString());
        settings.headers().forEach(exporter::addHeader);
        this.queue = new SpanQueue(exporter.build(), meters);
        this.supervisor = supervisor;
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.builder().put("service.name", service).build())
                .setIdGenerator(new GivenIds())
                .setSampler(Sampler.traceIdRatioBased(settings.share()))
                .addSpanProcessor(queue)
                .build();
        this.tracer = provider.get(SCOPE);
    }

    @Override
    public void start() {
        queue.startOn(supervisor);
    }

    @Override
    public void add(AttemptSpan span) {
        CURRENT.set(span);
        try {
            SpanBuilder builder = tracer.spanBuilder(span.name())
                    .setParent(span.isWhole() ? Context.root() : Context.root().with(parentOf(span)))
                    .setStartTimestamp(span.interval().start())
                    .setAttribute("dashline.video", span.trace().videoId())
                    .setAttribute("dashline.attempt", (long) span.trace().attempt());
            span.facts()
                    .attributes()
                    .forEach((name, value) -> builder.setAttribute(AttributeKey.stringKey(name), value));
            Span made = builder.startSpan();
            span.facts().failure().ifPresent(why -> made.setStatus(StatusCode.ERROR, why));
            made.end(span.interval().end());
        } finally {
            CURRENT.remove();
        }
    }

    private static Span parentOf(AttemptSpan span) {
        return Span.wrap(SpanContext.createFromRemoteParent(
                span.trace().traceId(), span.trace().rootId(), TraceFlags.getDefault(), TraceState.getDefault()));
    }

    /** The SDK asks for ids while it starts a span, on the thread that starts it. */
    private static final class GivenIds implements IdGenerator {

        @Override
        public String generateSpanId() {
            return CURRENT.get().id();
        }

        @Override
        public String generateTraceId() {
            return CURRENT.get().trace().traceId();
        }
    }

    /** Sends what waits, for a few seconds at most. */
    @Override
    public void close() {
        queue.close();
        provider.close();
    }
}
