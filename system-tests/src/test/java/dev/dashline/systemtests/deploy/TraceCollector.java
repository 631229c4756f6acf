package dev.dashline.systemtests.deploy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dashline.runtime.trace.AttemptTrace;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A collector of OpenTelemetry on loopback: takes traces as OTLP over HTTP, in protobuf. */
final class TraceCollector implements AutoCloseable {

    private static final String TYPE = "application/x-protobuf";

    private final HttpServer server;
    /** By their ids: what belongs to a transaction that was aborted is told once more. */
    private final Map<String, Received> spans = new ConcurrentHashMap<>();

    /**
     * A span that came.
     *
     * @param service that sent it
     * @param parent its id; empty if there is none
     * @param failure empty if there was none
     */
    record Received(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            Instant start,
            Instant end,
            Map<String, String> attributes,
            String failure) {}

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    static TraceCollector start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TraceCollector collector = new TraceCollector(server);
        server.createContext("/v1/traces", collector::take);
        server.start();
        return collector;
    }

    /** For the settings of services. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What came of one trace. */
    List<Received> of(AttemptTrace trace) {
        return spans.values().stream()
                .filter(span -> span.trace().equals(trace.traceId()))
                .toList();
    }

    /** A span of this name in a trace; an assertion fails if there is none. */
    Received find(AttemptTrace trace, String name) {
        return of(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + of(trace)));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!TYPE.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                exchange.sendResponseHeaders(415, -1);
                return;
            }
            take(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        }
    }

    private void take(ExportTraceServiceRequest request) {
        request.getResourceSpansList().forEach(resource -> {
            String service =
                    attributes(resource.getResource().getAttributesList()).getOrDefault("service.name", "");
            resource.getScopeSpansList()
                    .forEach(scope -> scope.getSpansList().forEach(span -> add(received(service, span))));
        });
    }

    private void add(Received span) {
        spans.put(span.id(), span);
    }

    private static Received received(String service, Span span) {
        return new Received(
                service,
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getName(),
                Instant.ofEpochSecond(0, span.getStartTimeUnixNano()),
                Instant.ofEpochSecond(0, span.getEndTimeUnixNano()),
                attributes(span.getAttributesList()),
                span.getStatus().getMessage());
    }

    private static Map<String, String> attributes(List<KeyValue> list) {
        Map<String, String> attributes = new HashMap<>();
        list.forEach(each -> attributes.put(each.getKey(), each.getValue().getStringValue()));
        return attributes;
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
