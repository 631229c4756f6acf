package dev.dashline.ingest.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.request.Parsed;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.video.Acceptance;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.ingest.video.Videos;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.runtime.log.LogContext;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each operation of the API does. Safe for use by any thread. */
public final class VideoApi {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Logger log = LoggerFactory.getLogger(VideoApi.class);
    private static final String KEY_PATTERN = "[\\x21-\\x7e]{1,255}";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final RequestHandler reception;
    private final Videos videos;
    private final RequestParser parser;

    public VideoApi(RequestHandler reception, Videos videos, RequestParser parser) {
        this.reception = reception;
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
        answer(context, key == null ? reception.accept(request) : reception.accept(request, key));
    }

    void replay(Context context, BodyReader bodies) {
        var deadline = valid(parser.parseReplay(bodies.optionalJson(context)));
        answer(context, reception.replay(context.pathParam("id"), attempt(context), deadline));
    }

    void cancel(Context context) {
        answer(context, reception.cancel(context.pathParam("id")));
    }

    void show(Context context) {
        VideoStatus status = videos.find(context.pathParam("id"))
                .orElseThrow(() -> noSuchVideo().exception());
        context.header("Cache-Control", "no-store").json(StatusJson.of(status));
    }

    void list(Context context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("videos");
        videos.newest(states(context), limit(context)).forEach(status -> list.add(StatusJson.of(status)));
        context.header("Cache-Control", "no-store").json(json);
    }

    void page(Context context) {
        List<VideoStatus> newest = videos.newest(EnumSet.allOf(VideoState.class), 100);
        context.header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .html(VideosPage.of(newest));
    }

    private static void answer(Context context, Acceptance acceptance) {
        if (acceptance instanceof Acceptance.Accepted accepted) {
            accepted(context, accepted);
            return;
        }
        throw problem(acceptance).exception();
    }

    private static void accepted(Context context, Acceptance.Accepted accepted) {
        try (var ignored = LogContext.of(accepted.videoId(), accepted.attempt())) {
            log.atInfo().log("request accepted");
        }
        PausePoint.ACKNOWLEDGED.reach();
        String link = "/videos/" + accepted.videoId();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", accepted.videoId());
        json.put("attempt", accepted.attempt());
        json.put("status", link);
        context.status(202).header("Location", link).json(json);
    }

    private static Problem problem(Acceptance acceptance) {
        if (acceptance instanceof Acceptance.OtherRequest other) {
            return Problem.of(
                    422,
                    "idempotency-key-reused",
                    "The " + IDEMPOTENCY_KEY + " was used for another request",
                    "It belongs to video " + other.videoId() + ". Take a new key for a new request.");
        } else if (acceptance instanceof Acceptance.NotFailed open) {
            return Problem.of(
                    409,
                    "not-failed",
                    "Only a failed video can be replayed",
                    "Attempt " + open.attempt() + " is " + open.state() + '.');
        } else if (acceptance instanceof Acceptance.OtherAttempt other) {
            return Problem.of(
                    409,
                    "other-attempt",
                    "Another attempt has taken the place of the one that is meant",
                    "It is attempt " + other.attempt() + " by now, not " + other.meant() + '.');
        } else if (acceptance instanceof Acceptance.NoAttemptLeft last) {
            return Problem.of(
                    409,
                    "no-attempt-left",
                    "The video has had its last attempt",
                    "No number comes after " + last.attempt() + ". Send the request as a new video.");
        } else if (acceptance instanceof Acceptance.Ended ended) {
            return Problem.of(
                    409,
                    "already-ended",
                    "Only a video on its way can be cancelled",
                    "Attempt " + ended.attempt() + " is " + ended.state() + '.');
        } else if (acceptance instanceof Acceptance.TooLate late) {
            return Problem.invalid("deadline", "must be later than now; it is " + late.deadline());
        }
        return noSuchVideo();
    }

    private static Problem noSuchVideo() {
        return Problem.notFound("No video has this id.");
    }

    private static <T> T valid(Parsed<T> parsed) {
        if (parsed instanceof Parsed.Invalid<T> invalid) {
            throw Problem.invalid(invalid.errors()).exception();
        } else if (parsed instanceof Parsed.Forbidden<T> forbidden) {
            throw Problem.forbidden(forbidden.errors()).exception();
        }
        return ((Parsed.Valid<T>) parsed).value();
    }

    private static Set<VideoState> states(Context context) {
        @Nullable String text = context.queryParam("state");
        if (text == null) {
            return EnumSet.allOf(VideoState.class);
        }
        for (VideoState state : VideoState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return EnumSet.of(state);
            }
        }
        throw Problem.invalid("state", "must be one of requested, encoding, encoded, published, failed")
                .exception();
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

    private static int limit(Context context) {
        @Nullable String text = context.queryParam("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (text.matches("[0-9]{1,4}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw Problem.invalid("limit", "must be a whole number from 1 to " + MAX_LIMIT)
                .exception();
    }
}
