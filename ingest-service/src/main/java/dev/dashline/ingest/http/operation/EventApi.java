package dev.dashline.ingest.http.operation;

import static io.javalin.http.HandlerType.GET;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Gate;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.stream.EventStreams;
import dev.dashline.ingest.stream.EventStreams.Wish;
import dev.dashline.ingest.stream.Offsets;
import dev.dashline.ingest.stream.VideoEvent;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.ingest.video.Videos;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Streams of events, which stay open: {@code text/event-stream}. Each event is the status of a video that changed. */
public final class EventApi implements Operations {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final EventStreams streams;
    private final Videos videos;

    /** @param streams closed with this */
    public EventApi(EventStreams streams, Videos videos) {
        this.streams = streams;
        this.videos = videos;
    }

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                Route.of(GET, "/events", Role.VIEW, (context, caller) -> all(context, caller, gate)),
                Route.of(GET, "/videos/{id}/events", Role.VIEW, (context, caller) -> one(context, caller, gate)));
    }

    private void all(Context context, Caller caller, Gate gate) {
        open(context, caller, gate, event -> caller.sees(event.tenant()), Optional::empty);
    }

    private void one(Context context, Caller caller, Gate gate) {
        String id = context.pathParam("id");
        if (find(caller, id).isEmpty()) {
            throw VideoApi.noSuchVideo().exception();
        }
        Predicate<VideoEvent> wanted = event -> event.videoId().equals(id) && caller.sees(event.tenant());
        open(context, caller, gate, wanted, () -> findNow(caller, id));
    }

    private Optional<VideoStatus> find(Caller caller, String id) {
        return videos.find(id).filter(status -> caller.sees(VideoStatuses.tenant(status)));
    }

    /** Of a stream that has begun: if it cannot be told now, the next event will. */
    private Optional<VideoStatus> findNow(Caller caller, String id) {
        try {
            return find(caller, id);
        } catch (UnavailableException e) {
            return Optional.empty();
        }
    }

    private void open(
            Context context,
            Caller caller,
            Gate gate,
            Predicate<VideoEvent> wanted,
            Supplier<Optional<VideoStatus>> first) {
        Wish wish = new Wish(seen(context), wanted, first);
        context.contentType("text/event-stream")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no"); // nginx would keep events until it has some kilobytes
        BooleanSupplier mayStay = gate.stillAdmits(context, caller, Role.VIEW);
        if (!streams.reserve()) {
            throw Problem.of(
                            429,
                            "too-many-streams",
                            "Too many streams of events are open",
                            "This replica has MAX_EVENT_STREAMS of them. Ask for the status now and then instead.")
                    .with("Retry-After", "5")
                    .exception();
        }
        context.future(() -> {
            context.req().getAsyncContext().setTimeout(0);
            return streams.open(output(context), wish, mayStay);
        });
    }

    private ServletOutputStream output(Context context) {
        try {
            return context.res().getOutputStream();
        } catch (IOException e) {
            streams.release();
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Offsets> seen(Context context) {
        @Nullable String id = context.header(LAST_EVENT_ID);
        if (id == null || id.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Offsets.parse(id)
                .orElseThrow(() -> Problem.invalid(LAST_EVENT_ID, "must be the id of an event")
                        .exception()));
    }

    @Override
    public void close() {
        streams.close();
    }
}
