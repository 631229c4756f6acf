package dev.dashline.ingest.connection;

import dev.dashline.ingest.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Receives the whole body of a request before a thread or a place is taken for it, so a client that sends slowly keeps
 * nobody waiting. A request whose body cannot be had is passed on with the {@link #problem} instead of its body.
 */
public final class RequestBuffering extends Handler.Wrapper {

    private static final String PROBLEM = RequestBuffering.class.getName() + ".problem";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Limits limits;
    private final Predicate<Request> isStreamed;
    private final AtomicLong free;

    /**
     * What bodies may take.
     *
     * @param body size of the largest body, in bytes
     * @param all the most that the bodies of all requests may have together, in bytes
     * @param within how long a body may take to arrive; the connector's idle timeout must not be longer
     */
    public record Limits(int body, long all, Duration within) {}

    /**
     * Buffers all bodies within limits, but for some.
     *
     * @param isStreamed whether an operation takes the body of this request as it comes
     */
    public RequestBuffering(Limits limits, Predicate<Request> isStreamed) {
        this.limits = limits;
        this.isStreamed = isStreamed;
        this.free = new AtomicLong(limits.all());
    }

    /** Why the body of a request is not there; empty if it is. */
    public static Optional<Problem> problem(HttpServletRequest request) {
        return Optional.ofNullable((Problem) request.getAttribute(PROBLEM));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean hasBody = request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
                || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!hasBody || isStreamed.test(request)) {
            return super.handle(request, response, callback);
        }
        new Arrival(request, response, callback).begin();
        return true;
    }

    private boolean next(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** The body of one request as it arrives. Jetty calls it from one thread at a time. */
    private final class Arrival {

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Arrival(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void begin() {
            Request.addCompletionListener(request, failure -> free.addAndGet(body.size()));
            if (request.getLength() > limits.body()) {
                refuse(tooLarge());
            } else {
                receive();
            }
        }

        private void receive() {
            for (Content.@Nullable Chunk chunk = request.read(); chunk != null; chunk = request.read()) {
                Optional<Problem> problem = Content.Chunk.isFailure(chunk)
                        ? Optional.of(broken(Objects.requireNonNull(chunk.getFailure())))
                        : kept(chunk);
                boolean isLast = chunk.isLast();
                chunk.release();
                if (problem.isPresent()) {
                    refuse(problem.get());
                    return;
                }
                if (isLast) {
                    passOn();
                    return;
                }
            }
            // A selector's thread will do: it has to wait for nothing.
            request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::receive));
        }

        private Optional<Problem> kept(Content.Chunk chunk) {
            int size = chunk.remaining();
            if (body.size() + size > limits.body()) {
                return Optional.of(tooLarge());
            }
            if (!chunk.isLast()
                    && System.nanoTime() - request.getHeadersNanoTime()
                            > limits.within().toNanos()) {
                return Optional.of(tooSlow());
            }
            if (free.addAndGet(-size) < 0) {
                free.addAndGet(size);
                return Optional.of(Problem.busy().with("Connection", "close"));
            }
            byte[] bytes = new byte[size];
            chunk.get(bytes, 0, size);
            body.writeBytes(bytes);
            return Optional.empty();
        }

        private void refuse(Problem problem) {
            request.setAttribute(PROBLEM, problem);
            passOn();
        }

        private void passOn() {
            request.getContext().execute(() -> {
                try {
                    if (!next(new Received(request, body), response, callback)) {
                        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                    }
                } catch (Exception e) {
                    Response.writeError(request, response, callback, e);
                }
            });
        }

        private Problem broken(Throwable failure) {
            return failure instanceof TimeoutException ? tooSlow() : incomplete();
        }
    }

    /** A request whose body has arrived. */
    private static final class Received extends Request.Wrapper {

        private final ByteBuffer body;

        Received(Request request, ByteArrayOutputStream body) {
            super(request);
            this.body = ByteBuffer.wrap(body.toByteArray());
        }

        @Override
        public Content.Chunk read() {
            ByteBuffer rest = body.hasRemaining() ? body.slice() : NOTHING;
            body.position(body.limit());
            return Content.Chunk.from(rest, true);
        }

        @Override
        public void demand(Runnable whenThere) {
            getContext().execute(whenThere);
        }
    }

    private Problem tooLarge() {
        return closing(413, "too-large", "The body is too large", "At most " + limits.body() + " bytes are allowed.");
    }

    private Problem tooSlow() {
        return closing(
                408,
                "too-slow",
                "The body arrived too slowly",
                "It must arrive within " + limits.within().toSeconds() + " seconds.");
    }

    private static Problem incomplete() {
        return closing(400, "broken-off", "The body is incomplete", "The connection ended before the body did.");
    }

    /** Closes the connection: the rest of the body would be read as the next request. */
    private static Problem closing(int status, String reason, String title, String detail) {
        return Problem.of(status, reason, title, detail).with("Connection", "close");
    }
}
