package dev.dashline.ingest.http.operation;

import static io.javalin.http.HandlerType.GET;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.Gate;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.telemetry.ObservedRun;
import dev.dashline.ingest.telemetry.ObservedRuns;
import dev.dashline.ingest.telemetry.ProgressJson;
import dev.dashline.ingest.telemetry.TimelineJson;
import dev.dashline.ingest.telemetry.Timelines;
import dev.dashline.ingest.video.Videos;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What workers do for videos: which task ran where, and how far all are. Changes nothing. */
public final class TimelineApi implements Operations {

    /** As many as a display shows; more are asked for in several calls. */
    private static final int MOST_IDS = 50;

    private final Videos videos;
    private final Timelines stored;
    private final ObservedRuns runs;
    private final Clock clock;

    /**
     * @param stored what encoders have stored of attempts that have ended
     * @param runs what heartbeats told
     */
    public TimelineApi(Videos videos, Timelines stored, ObservedRuns runs, Clock clock) {
        this.videos = videos;
        this.stored = stored;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                Route.of(GET, "/videos/{id}/timeline", Role.VIEW, this::timeline),
                Route.of(GET, "/progress", Role.VIEW, this::progress));
    }

    private void timeline(Context context, Caller caller) {
        VideoStatus status = videos.find(caller, context.pathParam("id"))
                .orElseThrow(() -> VideoApi.noSuchVideo().exception());
        answer(
                context,
                Optional.of(status)
                        .filter(TimelineJson::hasEnded)
                        .flatMap(ended -> stored.find(ended.getVideoId(), ended.getAttempt()))
                        .map(timeline -> TimelineJson.of(status, timeline))
                        .orElseGet(() -> TimelineJson.of(status, runsOf(status), clock.instant())));
    }

    /** Leaves out videos that are not being encoded, or are not the caller's to see. */
    private void progress(Context context, Caller caller) {
        List<String> ids = context.queryParams("id");
        if (ids.isEmpty() || ids.size() > MOST_IDS) {
            throw Problem.invalid("id", "must be given, once for each video, and " + MOST_IDS + " times at most")
                    .exception();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("videos");
        ids.stream()
                .flatMap(id -> videos.find(caller, id).stream())
                .filter(status -> status.getState() == VideoState.ENCODING)
                .forEach(status -> {
                    ObjectNode video = list.addObject().put("id", status.getVideoId());
                    ProgressJson.put(video, status, runsOf(status), clock.instant());
                });
        answer(context, json);
    }

    private List<ObservedRun> runsOf(VideoStatus status) {
        return runs.of(status.getVideoId(), status.getAttempt());
    }

    private static void answer(Context context, ObjectNode json) {
        context.header("Cache-Control", "no-store").json(json);
    }
}
