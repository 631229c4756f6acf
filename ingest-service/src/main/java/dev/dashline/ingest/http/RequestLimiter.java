package dev.dashline.ingest.http;

import dev.dashline.ingest.connection.RequestBuffering;
import dev.dashline.ingest.http.operation.DeploymentApi;
import dev.dashline.ingest.http.tus.UploadRoutes;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.video.UnavailableException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds the number of requests served at a time, answers failures as problems, and counts and times all requests. */
final class RequestLimiter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RequestLimiter.class);
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(15);
    private static final Set<HandlerType> LIMITED = Set.of(
            HandlerType.GET,
            HandlerType.POST,
            HandlerType.HEAD,
            HandlerType.OPTIONS,
            HandlerType.DELETE,
            HandlerType.PATCH);

    private final int size;
    private final Semaphore permits;
    private final MeterRegistry meters;
    private volatile boolean closing;

    RequestLimiter(int size, MeterRegistry meters) {
        this.size = size;
        this.permits = new Semaphore(size);
        this.meters = meters;
        Gauge.builder("dashline.ingest.requests.active", permits, free -> size - free.availablePermits())
                .description("Requests that are being served, without bodies of uploads")
                .register(meters);
    }

    void serve(Endpoint endpoint, Context context) throws Exception {
        if (!LIMITED.contains(endpoint.method) || endpoint.path.startsWith(DeploymentApi.HEALTH)) {
            endpoint.handler.handle(context);
            return;
        }
        Timer.Sample sample = Timer.start(meters);
        try {
            serveWithPermit(endpoint, context);
        } catch (ProblemException e) {
            refuse(context, e.problem());
        } catch (UnavailableException e) {
            log.atWarn()
                    .setCause(e.getCause())
                    .addKeyValue("reason", e.getMessage())
                    .log("request refused, unavailable");
            refuse(context, Problem.unavailable(e.getMessage() == null ? "" : e.getMessage()));
        } catch (Exception e) {
            log.atError().setCause(e).log("request failed");
            refuse(context, Problem.internal());
        } finally {
            sample.stop(timer(endpoint, context.statusCode()));
        }
        if (context.statusCode() == 202) {
            counter("dashline.ingest.accepted", "route", endpoint.path, "Requests and replays accepted")
                    .increment();
        }
    }

    private void serveWithPermit(Endpoint endpoint, Context context) throws Exception {
        if (closing) {
            throw Problem.unavailable("The service is stopping.")
                    .with("Connection", "close")
                    .exception();
        }
        RequestBuffering.problem(context.req()).ifPresent(problem -> {
            throw problem.exception();
        });
        if (UploadRoutes.isLong(context.method().name(), context.path())) {
            endpoint.handler.handle(context); // They have places of their own.
            return;
        }
        if (!permits.tryAcquire()) {
            throw Problem.busy().exception();
        }
        try {
            endpoint.handler.handle(context);
        } finally {
            permits.release();
        }
    }

    private void refuse(Context context, Problem problem) {
        counter("dashline.ingest.rejected", "reason", problem.reason(), "Requests that were refused")
                .increment();
        problem.answer(context);
    }

    private Counter counter(String name, String tag, String value, String description) {
        return Counter.builder(name).description(description).tag(tag, value).register(meters);
    }

    private Timer timer(Endpoint endpoint, int status) {
        return Timer.builder("dashline.ingest.http")
                .description("Time to serve a request")
                .tags("method", endpoint.method.name(), "route", endpoint.path, "status", Integer.toString(status))
                .serviceLevelObjectives(
                        Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10))
                .register(meters);
    }

    /** Refuses new requests and waits for those that are being served. */
    @Override
    public void close() {
        closing = true;
        try {
            if (permits.tryAcquire(size, DRAIN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                permits.release(size); // for a second call, which has nothing to wait for
            } else {
                log.atWarn().log("requests still being served at shutdown");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
