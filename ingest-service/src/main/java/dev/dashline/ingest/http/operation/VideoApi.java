package dev.dashline.ingest.http.operation;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.http.gate.BodyReader;
import dev.dashline.ingest.http.gate.Change;
import dev.dashline.ingest.http.gate.Gate;
import dev.dashline.ingest.http.gate.Operations;
import dev.dashline.ingest.http.gate.Route;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.request.OrderParser;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.telemetry.BacklogLimit;
import dev.dashline.ingest.video.Acceptance;
import dev.dashline.ingest.video.BulkReplay;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.ingest.video.Revocations;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.Videos;
import dev.dashline.ingest.view.StatusJson;
import dev.dashline.runtime.faults.PausePoint;
import io.javalin.http.Context;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations on videos. Safe for use by any thread. */
public final class VideoApi implements Operations {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String KEY_PATTERN = "[\\x21-\\x7e]{1,255}";

    private final RequestHandler requests;
    private final Revocations revocations;
    private final Videos videos;
    private final RequestParser parser;
    private final BacklogLimit backlog;

    /** Of a deployment that takes videos whatever waits. */
    public VideoApi(RequestHandler requests, Videos videos, RequestParser parser) {
        this(requests, videos, parser, BacklogLimit.NONE);
    }

    public VideoApi(RequestHandler requests, Videos videos, RequestParser parser, BacklogLimit backlog) {
        this.requests = requests;
        this.revocations = new Revocations(videos);
        this.videos = videos;
        this.parser = parser;
        this.backlog = backlog;
    }

    @Override
    public Stream<Route> routes(Gate gate) {
        return Stream.of(
                Route.of(POST, "/videos", Role.SUBMIT, this::submit),
                Route.of(GET, "/videos", Role.VIEW, this::list),
                Route.of(GET, "/videos/{id}", Role.VIEW, this::show),
                Route.of(POST, "/videos/{id}/replay", Role.OPERATE, this::replay),
                Route.of(POST, "/videos/{id}/unpublish", Role.OPERATE, this::unpublish),
                Route.of(POST, "/replays", Role.OPERATE, this::replayAll),
                Route.of(DELETE, "/videos/{id}", Role.OPERATE, this::cancel));
    }

    private void submit(Context context, Caller caller) {
        requireRoom();
        var request = BodyReader.valid(
                parser.within(caller::mayName).of(caller.tenant()).parse(BodyReader.json(context)));
        @Nullable String key = context.header(IDEMPOTENCY_KEY);
        if (key != null && !key.matches(KEY_PATTERN)) {
            throw Problem.invalid(IDEMPOTENCY_KEY, "must be 1 to 255 visible ASCII characters")
                    .exception();
        }
        answer(
                context,
                new Change(caller, "submit"),
                key == null ? requests.accept(caller, request) : requests.accept(caller, request, key));
    }

    /**
     * Takes a request that did not come over HTTP, and returns the id of its video.
     *
     * @param body as of {@code POST /videos}
     * @throws ProblemException if it is refused
     */
    public String submit(Caller caller, byte[] body) {
        var request = BodyReader.valid(
                parser.within(caller::mayName).of(caller.tenant()).parse(body));
        return accepted(new Change(caller, "submit"), requests.accept(caller, request))
                .videoId();
    }

    private void replay(Context context, Caller caller) {
        requireRoom();
        var terms = BodyReader.valid(OrderParser.parseReplay(BodyReader.optionalJson(context)));
        Acceptance acceptance = requests.replay(caller, context.pathParam("id"), attempt(context), terms);
        answer(context, new Change(caller, "replay"), acceptance);
    }

    /** Replays the failed videos of one page of the list that the parameters filter. */
    private void replayAll(Context context, Caller caller) {
        requireRoom();
        var terms = BodyReader.valid(OrderParser.parseReplay(BodyReader.optionalJson(context)));
        BulkReplayParameters parameters = BulkReplayParameters.of(caller, context.queryParamMap());
        VideoPage page = videos.list(parameters.query());
        BulkReplay replay = parameters.dryRun()
                ? BulkReplay.rehearsed(page)
                : BulkReplay.of(page, requests, caller, terms, new Change(caller, "replay")::log);
        context.header("Cache-Control", "no-store").json(BulkReplayJson.of(replay));
    }

    private void unpublish(Context context, Caller caller) {
        var reason = BodyReader.valid(OrderParser.parseUnpublish(BodyReader.optionalJson(context)));
        Acceptance acceptance = revocations.unpublish(caller, context.pathParam("id"), reason);
        answer(context, new Change(caller, "unpublish"), acceptance);
    }

    private void cancel(Context context, Caller caller) {
        answer(context, new Change(caller, "cancel"), revocations.cancel(caller, context.pathParam("id")));
    }

    private void show(Context context, Caller caller) {
        VideoStatus status = videos.find(caller, context.pathParam("id"))
                .orElseThrow(() -> noSuchVideo().exception());
        context.header("Cache-Control", "no-store").json(StatusJson.whole(status));
    }

    private void list(Context context, Caller caller) {
        VideoPage page = videos.list(ListParameters.query(caller, context.queryParamMap()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("videos");
        page.videos().forEach(status -> list.add(StatusJson.of(status)));
        page.next().ifPresent(place -> json.put("next", place.text()));
        context.header("Cache-Control", "no-store").json(json);
    }

    private void requireRoom() {
        backlog.excess().ifPresent(excess -> {
            throw Problem.of(
                            429,
                            "backlog-full",
                            "Too much waits for encoders",
                            "All that waits takes longer than MAX_BACKLOG of this deployment. Send it again later.")
                    .with("Retry-After", Long.toString(excess.toSeconds() + 1))
                    .exception();
        });
    }

    private static void answer(Context context, Change change, Acceptance acceptance) {
        Acceptance.Accepted accepted = accepted(change, acceptance);
        String link = "/videos/" + accepted.videoId();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", accepted.videoId());
        json.put("attempt", accepted.attempt());
        json.put("status", link);
        context.status(202).header("Location", link).json(json);
    }

    private static Acceptance.Accepted accepted(Change change, Acceptance acceptance) {
        if (acceptance instanceof Acceptance.Accepted accepted) {
            change.log(accepted);
            PausePoint.ACKNOWLEDGED.reach();
            return accepted;
        }
        throw AcceptanceProblem.of(acceptance).orElseThrow().exception();
    }

    static Problem noSuchVideo() {
        return Problem.notFound("No video has this id.");
    }

    private static OptionalInt attempt(Context context) {
        @Nullable String text = context.queryParam("attempt");
        if (text == null) {
            return OptionalInt.empty();
        }
        if (text.matches("[0-9]{1,9}")) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        throw Problem.invalid("attempt", "must be the number of an attempt").exception();
    }
}
