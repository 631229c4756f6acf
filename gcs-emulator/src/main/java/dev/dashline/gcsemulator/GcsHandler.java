package dev.dashline.gcsemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.dashline.gcsemulator.fault.FaultPlan;
import dev.dashline.gcsemulator.fault.Pause;
import dev.dashline.gcsemulator.fault.Throttle;
import dev.dashline.gcsemulator.fault.Traffic;
import dev.dashline.gcsemulator.fault.TrafficMeter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP and faults around {@link GcsApi}. */
final class GcsHandler implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(GcsHandler.class);

    private final GcsApi api;
    private final FaultPlan plan;
    private final Pause pause;
    private final Throttle up;
    private final Throttle down;
    private final TrafficMeter meter = new TrafficMeter();

    GcsHandler(GcsApi api, FaultPlan plan, Pause pause) {
        this.api = api;
        this.plan = plan;
        this.pause = pause;
        this.up = new Throttle(plan, pause);
        this.down = new Throttle(plan, pause);
    }

    Traffic traffic() {
        return meter.read();
    }

    /** Every exception ends the connection, because an exchange is closed before its answer is complete. */
    @Override
    public void handle(HttpExchange exchange) {
        meter.countRequest();
        String line = line(exchange);
        try (exchange) {
            FaultyExchange faulty = new FaultyExchange(plan.next(line), pause);
            pause.await(plan.latency());
            GcsResponse response = faulty.answer(answer(exchange, faulty));
            send(exchange, response);
        } catch (IOException e) {
            log.atDebug().addKeyValue("request", line).setCause(e).log("connection ended early");
        } catch (RuntimeException e) {
            log.atError().addKeyValue("request", line).setCause(e).log("storage emulator failed");
        }
    }

    private GcsResponse answer(HttpExchange exchange, FaultyExchange faulty) throws IOException {
        try {
            faulty.begin();
            return api.answer(request(exchange, faulty));
        } catch (GcsException e) {
            readRest(exchange);
            return GcsResponse.error(e);
        }
    }

    /** If the server closed the connection while the client still sends, the client would lose the answer. */
    private static void readRest(HttpExchange exchange) {
        try {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It was read and closed already, or the client has gone: then the answer cannot be sent either.
            log.atTrace().setCause(e).log("request not read to its end");
        }
    }

    private GcsRequest request(HttpExchange exchange, FaultyExchange faulty) throws IOException {
        URI uri = exchange.getRequestURI();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        InputStream body = faulty.body(up.on(meter.on(exchange.getRequestBody())));
        boolean compressed = "gzip".equals(headers.get("content-encoding"));
        return new GcsRequest(
                exchange.getRequestMethod(),
                GcsRequest.path(uri),
                GcsRequest.query(uri),
                headers,
                compressed ? new GZIPInputStream(body) : body,
                faulty::content);
    }

    private void send(HttpExchange exchange, GcsResponse response) throws IOException {
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean hasBody = response.length() > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), hasBody ? response.length() : -1);
        if (hasBody) {
            response.body().writeTo(down.on(meter.on(exchange.getResponseBody())));
        }
    }

    /** Fault rules match decoded names. */
    private static String line(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return exchange.getRequestMethod() + " " + URLDecoder.decode(target.replace("+", "%2B"), UTF_8);
    }
}
