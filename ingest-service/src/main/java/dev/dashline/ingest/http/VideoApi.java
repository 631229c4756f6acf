package dev.dashline.ingest.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.request.Parsed;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.video.Acceptance;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.Videos;
import io.javalin.http.Context;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The operations of the API. Safe for use by any thread. */
public final class VideoApi {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String KEY_PATTERN = "[\\x21-\\x7e]{1,255}";

    private final RequestHandler requests;
    private final Videos videos;
    private final RequestParser parser;

    public VideoApi(RequestHandler requests, Videos videos, RequestParser parser) {
        this.requests = requests;
        this.videos = videos;
        this.parser = parser;
    }

    void submit(Context context, BodyReader bodies) {
        var request = valid(parser.parse(bodies.json(context)));
        @Nullable String key = context.header(IDEMPOTENCY_KEY);
        if (key != null && !key.matches(KEY_PATTERN)) {
            throw Problem.invalid(IDEMPOTENCY_KEY, "must be 1 to 255 visible ASCII characters")
                    .exception();
        }
        answer(context, key == null ? requests.accept(request) : requests.accept(request, key));
    }

    void replay(Context context, BodyReader bodies) {
        var deadline = valid(parser.parseReplay(bodies.optionalJson(context)));
        answer(context, requests.replay(context.pathParam("id"), attempt(context), deadline));
    }

    void cancel(Context context) {
        answer(context, requests.cancel(context.pathParam("id")));
    }

    void show(Context context) {
        VideoStatus status = videos.find(context.pathParam("id"))
                .orElseThrow(() -> noSuchVideo().exception());
        context.header("Cache-Control", "no-store").json(StatusJson.of(status));
    }

    void list(Context context) {
        VideoPage page = videos.list(ListParameters.query(context.queryParamMap()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("videos");
        page.videos().forEach(status -> list.add(StatusJson.of(status)));
        page.next().ifPresent(place -> json.put("next", place.text()));
        context.header("Cache-Control", "no-store").json(json);
    }

    /** The page for people; takes the parameters of the list. */
    void page(Context context) {
        VideoPage page = videos.list(ListParameters.query(context.queryParamMap()));
        context.header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .html(VideosPage.of(page, context.queryParamMap()));
    }

    private static void answer(Context context, Acceptance acceptance) {
        acceptance.visit(new AcceptanceAnswer(context)).ifPresent(problem -> {
            throw problem.exception();
        });
    }

    static Problem noSuchVideo() {
        return Problem.notFound("No video has this id.");
    }

    private static <T> T valid(Parsed<T> parsed) {
        return parsed.match(
                value -> value,
                errors -> {
                    throw Problem.invalid(errors).exception();
                },
                errors -> {
                    throw Problem.forbidden(errors).exception();
                });
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
