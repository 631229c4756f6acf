package dev.dashline.ingest.http.tus;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.HEAD;
import static io.javalin.http.HandlerType.OPTIONS;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;

import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Gate;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.upload.UploadRefused;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.store.StoreException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations of {@link UploadEndpoints} by their paths, and what they answer if something goes wrong. Bodies of
 * uploads take minutes, so they have places of their own and not those of other requests.
 */
public final class UploadRoutes implements Operations {

    private static final String ALL = "/uploads";
    private static final String ONE = "/uploads/{id}";
    private static final String FILE = "/uploads/file";
    private static final Logger log = LoggerFactory.getLogger(UploadRoutes.class);
    /** What arrives in this time of an upload that is refused is read; for the rest the connection is closed. */
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);

    private static final int PART = 65_536;
    private static final Pattern LONG = Pattern.compile("/uploads(/(?!direct/?$)[^/]+)?/?");

    private final Optional<UploadEndpoints> uploads;
    private final int size;
    private final Semaphore places;

    private UploadRoutes(Optional<UploadEndpoints> uploads, int size) {
        this.uploads = uploads;
        this.size = size;
        this.places = new Semaphore(size);
    }

    /** For a deployment that takes no uploads: each operation says so. */
    public static UploadRoutes off() {
        return new UploadRoutes(Optional.empty(), 0);
    }

    /** Operations on uploads. */
    public static UploadRoutes of(UploadEndpoints uploads, MeterRegistry meters) {
        UploadRoutes routes = new UploadRoutes(Optional.of(uploads), uploads.atATime());
        Gauge.builder("dashline.ingest.uploads.active", routes.places, free -> routes.size - free.availablePermits())
                .description("Bodies of uploads that are being received")
                .register(meters);
        return routes;
    }

    /** Serves a request with the uploads that there are. */
    @FunctionalInterface
    private interface UploadOperation {
        void serve(UploadEndpoints uploads, Context context, Caller caller) throws Exception;
    }

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                new Route(OPTIONS, ALL, Optional.empty(), served((api, context, caller) -> api.options(context))),
                route(POST, ALL, limited(UploadEndpoints::create)),
                route(POST, FILE, limited(UploadEndpoints::file)),
                route(POST, ALL + "/direct", UploadEndpoints::direct),
                route(POST, ONE + "/finish", UploadEndpoints::finish),
                route(HEAD, ONE, UploadEndpoints::head),
                route(PATCH, ONE, limited(UploadEndpoints::patch)),
                route(DELETE, ONE, UploadEndpoints::terminate),
                route(POST, ONE, limited(UploadRoutes::overridden)));
    }

    @Override
    public int besides() {
        return size;
    }

    /** Whether a request has a body as long as a file. */
    public static boolean isLong(String method, String path) {
        return (method.equals("POST") || method.equals("PATCH"))
                && LONG.matcher(path).matches();
    }

    private Route route(HandlerType method, String path, UploadOperation operation) {
        return Route.of(method, path, Role.SUBMIT, served(operation));
    }

    private UploadOperation limited(UploadOperation operation) {
        return (api, context, caller) -> {
            if (!places.tryAcquire()) {
                throw Problem.busy().exception();
            }
            try {
                operation.serve(api, context, caller);
            } catch (UploadRefused e) {
                readOn(context);
                throw e;
            } finally {
                places.release();
            }
        };
    }

    /** A client hears no answer while it sends, if the connection is closed meanwhile: so what comes is read on. */
    private static void readOn(Context context) {
        long end = System.nanoTime() + REFUSED_WITHIN.toNanos();
        byte[] part = new byte[PART];
        try {
            InputStream body = context.bodyInputStream();
            int read = 0;
            while (read >= 0 && System.nanoTime() < end) {
                read = body.read(part);
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("the rest of a refused upload cannot be read");
        }
    }

    private Route.Operation served(UploadOperation operation) {
        return (context, caller) -> {
            context.header(TusHeaders.RESUMABLE, TusHeaders.VERSION);
            UploadEndpoints api = uploads.orElseThrow(UploadRoutes::areOff);
            try {
                operation.serve(api, context, caller);
            } catch (UploadRefused e) {
                throw problem(e).exception();
            } catch (StoreException e) {
                throw new UnavailableException("The store of uploads does not do this now.", e);
            }
        };
    }

    private static ProblemException areOff() {
        return Problem.of(
                        501,
                        "uploads-off",
                        "This deployment takes no uploads",
                        "Set UPLOAD_URI of ingest-service and encoder-service to a private place, such as"
                                + " gs://bucket/uploads/.")
                .exception();
    }

    /** For clients whose proxies let only some methods through. */
    private static void overridden(UploadEndpoints uploads, Context context, Caller caller) throws IOException {
        @Nullable String method = context.header("X-HTTP-Method-Override");
        switch (method == null ? "" : method.toUpperCase(Locale.ROOT)) {
            case "PATCH" -> uploads.patch(context, caller);
            case "DELETE" -> uploads.terminate(context, caller);
            case "HEAD" -> uploads.head(context, caller);
            default ->
                throw Problem.of(405, "method-not-allowed", "The path has no such method", "See /openapi.yaml.")
                        .with("Allow", "HEAD, PATCH, DELETE")
                        .exception();
        }
    }

    private static Problem problem(UploadRefused refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case NOT_FOUND -> Problem.notFound(detail);
            case EXPIRED -> Problem.of(410, "upload-expired", "The upload has expired", detail);
            case INVALID -> Problem.of(400, "invalid-request", "The request is not valid", detail);
            case OTHER_OFFSET -> Problem.of(409, "other-offset", "The upload does not go on there", detail);
            case UNFINISHED -> Problem.of(409, "upload-unfinished", "The upload is not whole", detail);
            case TOO_LARGE -> Problem.of(413, "too-large", "The upload is too large", detail);
            case OVER_QUOTA -> Problem.of(413, "quota-exceeded", "The tenant has too many uploads", detail);
            case WRONG_CHECKSUM -> Problem.of(460, "checksum-mismatch", "The body is damaged", detail);
            case TOO_SLOW -> Problem.of(408, "too-slow", "The body arrived too slowly", detail);
            case BROKEN_OFF -> Problem.of(400, "broken-off", "The body is incomplete", detail);
            case UNSUPPORTED -> Problem.of(501, "direct-unsupported", "The store cannot do this", detail);
        };
    }
}
