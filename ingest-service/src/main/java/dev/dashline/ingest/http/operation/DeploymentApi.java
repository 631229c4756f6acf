package dev.dashline.ingest.http.operation;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.WorkerOrder;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Change;
import dev.dashline.ingest.http.gate.Gate;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.telemetry.EncoderTelemetry;
import dev.dashline.ingest.telemetry.FleetJson;
import dev.dashline.ingest.telemetry.KnownProfiles;
import dev.dashline.ingest.telemetry.ProfileJson;
import dev.dashline.ingest.telemetry.QueueJson;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.http.Health;
import dev.dashline.schemas.RequestRules;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** How the deployment is: the health of this service, the encoders and what waits for them. Orders encoders about. */
public final class DeploymentApi implements Operations {

    /** What the paths of probes begin with. They are answered however busy the service is. */
    public static final String HEALTH = "/health/";

    private final Service service;
    private final EncoderTelemetry encoders;
    private final KnownProfiles profiles;
    private final Consumer<WorkerOrder> orders;
    private final Clock clock;

    /**
     * @param service this service
     * @param encoders what encoders tell
     * @param profiles what requests may name
     * @param orders gives an order to an encoder, or throws {@link UnavailableException}
     */
    public DeploymentApi(
            Service service,
            EncoderTelemetry encoders,
            KnownProfiles profiles,
            Consumer<WorkerOrder> orders,
            Clock clock) {
        this.service = service;
        this.encoders = encoders;
        this.profiles = profiles;
        this.orders = orders;
        this.clock = clock;
    }

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                Route.open(HEALTH + "live", context -> answer(context, Health.live(service))),
                Route.open(HEALTH + "ready", context -> answer(context, Health.ready(service))),
                Route.of(GET, "/fleet", Role.VIEW, this::fleet),
                Route.of(
                        POST,
                        "/fleet/{worker}/drain",
                        Role.OPERATE,
                        (context, caller) -> order(context, caller, "drain", new DrainWorker())),
                Route.of(
                        DELETE,
                        "/fleet/{worker}/drain",
                        Role.OPERATE,
                        (context, caller) -> order(context, caller, "resume", new ResumeWorker())),
                Route.of(GET, "/queue", Role.VIEW, this::queue),
                Route.of(GET, "/profiles", Role.VIEW, this::profiles));
    }

    private void fleet(Context context, Caller caller) {
        answer(context, FleetJson.of(encoders.workers(), caller.onlyTenant()));
    }

    /** The same for all tenants. */
    private void profiles(Context context, Caller caller) {
        answer(context, ProfileJson.of(profiles.offers(), profiles.encoders()));
    }

    /** Encoders work for all tenants, so that an operator of one must not take them away from the others. */
    private void order(Context context, Caller caller, String what, SpecificRecord order) {
        if (caller.onlyTenant().isPresent()) {
            throw Problem.of(
                            403,
                            "not-for-one-tenant",
                            "Encoders work for all tenants",
                            "An operator of the tenant " + RequestRules.DEFAULT_TENANT + " may do this.")
                    .exception();
        }
        String worker = context.pathParam("worker");
        if (encoders.workers().stream()
                .noneMatch(heard -> heard.heartbeat().getWorker().equals(worker))) {
            throw Problem.notFound("No encoder has this id.").exception();
        }
        orders.accept(new WorkerOrder(worker, clock.instant(), order));
        new Change(caller, what).log("worker", worker);
        answer(
                context.status(202),
                JsonNodeFactory.instance.objectNode().put("worker", worker).put("order", what));
    }

    private void queue(Context context, Caller caller) {
        answer(
                context,
                QueueJson.of(
                        encoders.backlog()
                                .orElseThrow(() -> Problem.unavailable("No scheduler has told yet what waits.")
                                        .exception()),
                        caller.onlyTenant(),
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
