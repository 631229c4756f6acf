package dev.dashline.ingest.video;

import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Acceptance.Accepted;
import dev.dashline.ingest.video.Acceptance.Ended;
import dev.dashline.ingest.video.Acceptance.NoAttemptLeft;
import dev.dashline.ingest.video.Acceptance.NoSuchVideo;
import dev.dashline.ingest.video.Acceptance.NotFailed;
import dev.dashline.ingest.video.Acceptance.OtherAttempt;
import dev.dashline.ingest.video.Acceptance.OtherRequest;
import dev.dashline.ingest.video.Acceptance.TooLate;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Accepts requests, replays and cancellations. Safe for use by any thread, and beside any number of other replicas: what two of them do at the same
 * moment is decided by the order of the log, in which of two records with the same video and attempt the second is a repeat.
 */
public final class RequestHandler {

    private static final Backoff DECISION_POLL = Backoff.between(Duration.ofMillis(10), Duration.ofMillis(50));

    private final Videos videos;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final Duration keysLast;
    private final Duration patience;

    /**
     * @param ids makes ids of new videos
     * @param keysLast for how long a key is known at least: not longer than a status is
     * @param patience how long to wait until the log has decided between requests with the same key
     */
    public RequestHandler(Videos videos, Clock clock, Supplier<UUID> ids, Duration keysLast, Duration patience) {
        this.videos = videos;
        this.clock = clock;
        this.ids = ids;
        this.keysLast = keysLast;
        this.patience = patience;
    }

    /**
     * Accepts a request for a new video.
     *
     * @param asked what is asked for; its id, attempt and time are set here
     */
    public Acceptance accept(VideoRequested asked) {
        return tooLate(asked).orElseGet(() -> {
            VideoRequested request = identified(asked, ids.get().toString());
            videos.request(request);
            return new Accepted(request.getVideoId(), 1);
        });
    }

    /**
     * Accepts a request once: with the same key, the same request is accepted again without effect, and any other is not. The
     * video's id is made from the key, so every replica, before and after a restart, comes to the same one. It is also made from the time,
     * or a key that is used again when all have forgotten it would name a video whose first attempt is behind it.
     */
    public Acceptance accept(VideoRequested asked, String key) {
        String videoId = idOf(key);
        Optional<VideoStatus> known = decided(videoId);
        if (known.isEmpty()) {
            Optional<Acceptance> late = tooLate(asked);
            if (late.isPresent()) {
                return late.get();
            }
            videos.request(identified(asked, videoId));
            known = Optional.of(awaitDecision(videoId));
        }
        VideoStatus status = known.get();
        boolean same = status.getFingerprint().equals(Optional.of(Fingerprint.of(asked)));
        return same ? new Accepted(videoId, status.getAttempt()) : new OtherRequest(videoId);
    }

    /**
     * Asks for a failed video once more: the same request, the next attempt.
     *
     * @param attempt the one whose failure is meant, if that matters
     * @param deadline instead of the original one, if present
     */
    public Acceptance replay(String videoId, OptionalInt attempt, Optional<Deadline> deadline) {
        Optional<VideoStatus> found = videos.find(videoId);
        Optional<VideoRequested> original = found.flatMap(VideoStatus::getRequest);
        if (found.isEmpty()) {
            return new NoSuchVideo();
        }
        VideoStatus status = found.get();
        if (attempt.isPresent() && attempt.getAsInt() != status.getAttempt()) {
            return new OtherAttempt(attempt.getAsInt(), status.getAttempt());
        }
        if (status.getState() != VideoState.FAILED || original.isEmpty()) {
            return new NotFailed(status.getAttempt(), status.getState().name().toLowerCase(Locale.ROOT));
        }
        if (status.getAttempt() == Integer.MAX_VALUE) {
            return new NoAttemptLeft(status.getAttempt());
        }
        VideoRequested.Builder next = VideoRequested.newBuilder(original.get())
                .setAttempt(status.getAttempt() + 1)
                .setRequestedAt(now());
        deadline.ifPresent(given -> given.putInto(next));
        VideoRequested request = next.build();
        return tooLate(request).orElseGet(() -> {
            videos.request(request);
            return new Accepted(videoId, request.getAttempt());
        });
    }

    /** Asks for the end of a video's current attempt; once more is the same as once. */
    public Acceptance cancel(String videoId) {
        Optional<VideoStatus> found = videos.find(videoId);
        if (found.isEmpty()) {
            return new NoSuchVideo();
        }
        VideoStatus status = found.get();
        if (isCancelled(status)) {
            return new Accepted(videoId, status.getAttempt());
        }
        if (VideoStatuses.isTerminal(status.getState())) {
            return new Ended(status.getAttempt(), status.getState().name().toLowerCase(Locale.ROOT));
        }
        VideoRequested request = status.getRequest()
                .orElseThrow(() -> new UnavailableException("the request is not read yet; cancel it again", null));
        videos.cancel(VideoRequested.newBuilder(request)
                .setAction(RequestAction.CANCEL)
                .build());
        return new Accepted(videoId, status.getAttempt());
    }

    /**
     * The id of the key's video in this period of time, unless it has one in the last, or in the next by the clock of another replica. (Only
     * two requests in the very moment between two periods may come to two.)
     */
    private String idOf(String key) {
        long period = clock.millis() / keysLast.toMillis();
        return Stream.of(period - 1, period + 1)
                .map(other -> idOf(key, other))
                .filter(videoId -> videos.find(videoId).isPresent())
                .findFirst()
                .orElseGet(() -> idOf(key, period));
    }

    private static String idOf(String key, long period) {
        String name = "idempotency-key/" + period + "/" + key;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static boolean isCancelled(VideoStatus status) {
        return status.getFailed()
                .filter(failed -> failed.getFailure().getCode().equals(FailureCode.CANCELLED.name()))
                .isPresent();
    }

    private Optional<Acceptance> tooLate(VideoRequested request) {
        return request.getDeadline()
                .filter(deadline -> !deadline.isAfter(now()))
                .map(TooLate::new);
    }

    private VideoRequested identified(VideoRequested asked, String videoId) {
        return VideoRequested.newBuilder(asked)
                .setVideoId(videoId)
                .setAttempt(1)
                .setRequestedAt(now())
                .build();
    }

    /** Two requests with one key may be written at the same moment, here or elsewhere: the first in the log counts. */
    private VideoStatus awaitDecision(String videoId) {
        long end = System.nanoTime() + patience.toNanos();
        for (int failed = 1; System.nanoTime() < end; failed++) {
            Optional<VideoStatus> status = decided(videoId);
            if (status.isPresent()) {
                return status.get();
            }
            waitAfter(failed);
        }
        throw new UnavailableException(
                "the request is written, but not yet decided upon; repeat it with its key", null);
    }

    /** A video may be known by what was said of its encoding, and its request not be read yet: then nothing is decided. */
    private Optional<VideoStatus> decided(String videoId) {
        return videos.settled(videoId).filter(status -> status.getFingerprint().isPresent());
    }

    private static void waitAfter(int failed) {
        try {
            Sleeper.SYSTEM.sleep(DECISION_POLL.after(failed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the service is stopping", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
