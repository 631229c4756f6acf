package dev.dashline.ingest.http;

import static io.javalin.http.HandlerType.GET;

import dev.dashline.ingest.access.RateLimits;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.connection.RequestBuffering;
import dev.dashline.ingest.connection.ServerCertificate;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.http.gate.Gate;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.http.tus.UploadRoutes;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemErrorHandler;
import dev.dashline.runtime.Layer;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server of the API: routes, limits, and problems instead of error pages. */
public final class ApiServer implements Layer {

    /** Threads beside those of the limiter: they accept connections, select, and refuse requests. */
    private static final int SPARE_THREADS = 24;

    private final ApiSettings settings;
    private final List<Operations> operations;
    private final RequestLimiter limiter;
    private final List<Route> routes = new ArrayList<>();
    private final Javalin javalin;

    /**
     * Makes a server that does not listen yet.
     *
     * @param operations what it can be asked
     * @param pages further pages of plain text, by their paths, for operators
     */
    public ApiServer(
            ApiSettings settings,
            Admission admission,
            List<Operations> operations,
            MeterRegistry meters,
            Map<String, Supplier<String>> pages) {
        this.settings = settings;
        this.operations = List.copyOf(operations);
        this.limiter = new RequestLimiter(settings.maxConcurrent(), meters);
        this.javalin = Javalin.create(config -> {
            configure(config);
            Gate gate = new Gate(admission, new RateLimits(System::nanoTime));
            Stream.concat(operations.stream().flatMap(each -> each.routes(gate)), routes(pages))
                    .forEach(routes::add);
            routes.forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), gate.before(route)));
        });
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if the port is taken
     */
    @Override
    public void start() {
        try {
            javalin.start();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot listen on " + settings.host() + ':' + settings.port() + ": " + e.getMessage(), e);
        }
    }

    /** All that it answers: its operations, documents, files and pages for operators. */
    Stream<Route> routes() {
        return routes.stream();
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Refuses new requests and waits for those that are being served. */
    @Override
    public void close() {
        limiter.close();
        operations.forEach(Operations::close);
        javalin.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = settings.maxBody();
        int besides = operations.stream().mapToInt(Operations::besides).sum();
        config.jetty.threadPool = new QueuedThreadPool(settings.maxConcurrent() + besides + SPARE_THREADS, 4);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(this::modify);
        config.jetty.addConnector(this::connector);
        config.router.handlerWrapper(endpoint -> context -> limiter.serve(endpoint, context));
        config.routes.exception(
                HttpResponseException.class, (e, context) -> problem(e).answer(context));
        config.routes.exception(
                Exception.class, (e, context) -> Problem.internal().answer(context));
        config.routes.before(context -> context.header("X-Content-Type-Options", "nosniff"));
    }

    /** Bodies may have as many bytes together as if each request that is served had a largest one. */
    private void modify(Server server) {
        long bodies = (long) settings.maxBody() * settings.maxConcurrent();
        server.setErrorHandler(new ProblemErrorHandler());
        server.addBean(new NetworkConnectionLimit(settings.connections().most(), server));
        server.setHandler(new RequestBuffering(
                new RequestBuffering.Limits(settings.maxBody(), bodies, settings.bodyTimeout()),
                request -> UploadRoutes.isLong(
                        request.getMethod(), request.getHttpURI().getPath())));
    }

    private Connector connector(Server server, HttpConfiguration http) {
        http.addCustomizer(settings.connections().proxies());
        ServerConnector connector = settings.connections()
                .certificate()
                .map(certificate -> encrypted(server, http, certificate))
                .orElseGet(() -> new ServerConnector(server, 1, 1, new HttpConnectionFactory(http)));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.bodyTimeout().toMillis());
        return connector;
    }

    /** Whatever name a client calls it by: probes call it by its address. */
    private static ServerConnector encrypted(Server server, HttpConfiguration http, ServerCertificate certificate) {
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(certificate.tls(), HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
    }

    /** Documents, the page, and pages for operators. */
    private Stream<Route> routes(Map<String, Supplier<String>> pages) {
        Stream<Route> documents = Stream.of("/openapi.yaml", "/asyncapi.yaml")
                .map(path -> Route.open(path, context -> document(context, path.substring(1))));
        Stream<Route> operators = pages.entrySet().stream()
                .map(page -> Route.of(
                        GET,
                        page.getKey(),
                        Role.OPERATE,
                        (context, caller) -> context.result(page.getValue().get())));
        return Stream.of(documents, PageRoutes.of(settings.page()), operators).flatMap(routes -> routes);
    }

    private static void document(Context context, String name) throws IOException {
        try (InputStream document = ApiServer.class.getResourceAsStream(name)) {
            if (document == null) {
                throw new IllegalStateException(name + " is not packaged");
            }
            context.contentType("application/yaml; charset=utf-8").result(document.readAllBytes());
        }
    }

    /** For a request that no route matched. */
    private static Problem problem(HttpResponseException refusal) {
        return switch (refusal.getStatus()) {
            case 404 -> Problem.notFound("No operation has this path.");
            case 405 ->
                Problem.of(405, "method-not-allowed", "The path has no such method", "See /openapi.yaml.")
                        .with("Allow", String.join(", ", refusal.getDetails().values()));
            default -> Problem.of(refusal.getStatus(), "refused", "The request is refused", refusal.toString());
        };
    }
}
