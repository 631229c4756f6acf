package dev.dashline.ingest.http;

import static io.javalin.http.HandlerType.GET;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.telemetry.EncoderTelemetry;
import dev.dashline.ingest.telemetry.FleetJson;
import dev.dashline.ingest.telemetry.QueueJson;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.http.Health;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.stream.Stream;

/** How the deployment is: the health of this service, the encoders and what waits for them. Changes nothing. */
public final class DeploymentApi implements Operations {

    /** What the paths of probes begin with. They are answered however busy the service is. */
    static final String HEALTH = "/health/";

    private final Service service;
    private final EncoderTelemetry encoders;
    private final Clock clock;

    /**
     * @param service this service
     * @param encoders what encoders tell
     */
    public DeploymentApi(Service service, EncoderTelemetry encoders, Clock clock) {
        this.service = service;
        this.encoders = encoders;
        this.clock = clock;
    }

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                Route.open(HEALTH + "live", context -> answer(context, Health.live(service))),
                Route.open(HEALTH + "ready", context -> answer(context, Health.ready(service))),
                Route.of(GET, "/fleet", Role.VIEW, this::fleet),
                Route.of(GET, "/queue", Role.VIEW, this::queue));
    }

    private void fleet(Context context, Caller caller) {
        answer(context, FleetJson.of(encoders.workers(), caller.onlyTenant()));
    }

    private void queue(Context context, Caller caller) {
        answer(
                context,
                QueueJson.of(
                        encoders.backlog()
                                .orElseThrow(() -> Problem.unavailable("No scheduler has told yet what waits.")
                                        .exception()),
                        clock.instant()));
    }

    private static void answer(Context context, ObjectNode json) {
        context.header("Cache-Control", "no-store").json(json);
    }

    private static void answer(Context context, Health health) {
        context.header("Cache-Control", "no-store")
                .contentType(Health.TYPE)
                .status(health.status())
                .result(health.text());
    }
}
