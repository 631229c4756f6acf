package dev.dashline.ingest.video;

import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.video.Acceptance.Accepted;
import dev.dashline.ingest.video.Acceptance.Ended;
import dev.dashline.ingest.video.Acceptance.NoAttemptLeft;
import dev.dashline.ingest.video.Acceptance.NoSuchVideo;
import dev.dashline.ingest.video.Acceptance.NotFailed;
import dev.dashline.ingest.video.Acceptance.OtherAttempt;
import dev.dashline.ingest.video.Acceptance.OtherRequest;
import dev.dashline.ingest.video.Acceptance.TooLate;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
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
 * Accepts requests, replays and cancellations. Safe for use by any thread and any number of replicas: if two of them
 * write records with the same video and attempt at the same moment, the order of the log decides, and the second is a
 * repeat.
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
     * @param keysLast how long a key is known at least; not longer than the retention of statuses
     * @param patience how long to wait for the log to decide between requests with the same key
     */
    public RequestHandler(Videos videos, Clock clock, Supplier<UUID> ids, Duration keysLast, Duration patience) {
        this.videos = videos;
        this.clock = clock;
        this.ids = ids;
        this.keysLast = keysLast;
        this.patience = patience;
    }

    /**
     * Accepts a request for a new video, which is the caller's tenant's.
     *
     * @param asked the request, whose id, attempt and time are set here
     */
    public Acceptance accept(Caller caller, VideoRequested asked) {
        return tooLate(asked).orElseGet(() -> {
            VideoRequested request = identified(caller, asked, ids.get().toString());
            videos.request(request);
            return new Accepted(request.getVideoId(), 1);
        });
    }

    /**
     * Accepts a request once: the same request with the same key is accepted again without effect, a different one is
     * refused. The id of the video follows from the key and its tenant, so that all replicas get the same, also after a
     * restart. It follows from the time too: a key that is used again after it was forgotten must not get the id of a
     * video that already had its first attempt.
     */
    public Acceptance accept(Caller caller, VideoRequested asked, String key) {
        String videoId = idOf(caller.tenant(), key);
        Optional<VideoStatus> known = decided(videoId);
        if (known.isEmpty()) {
            Optional<Acceptance> late = tooLate(asked);
            if (late.isPresent()) {
                return late.get();
            }
            videos.request(identified(caller, asked, videoId));
            known = Optional.of(awaitDecision(videoId));
        }
        VideoStatus status = known.get();
        boolean same = status.getFingerprint().equals(Optional.of(Fingerprint.of(asked)));
        return same ? new Accepted(videoId, status.getAttempt()) : new OtherRequest(videoId);
    }

    /**
     * Requests the next attempt of a failed video.
     *
     * @param attempt the attempt that the client saw fail; empty if any
     * @param deadline replaces the original one; empty to keep that
     */
    public Acceptance replay(Caller caller, String videoId, OptionalInt attempt, Optional<Deadline> deadline) {
        Optional<VideoStatus> found = find(caller, videoId);
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

    /** The status of a video, if it is one that the caller may know of. */
    public Optional<VideoStatus> find(Caller caller, String videoId) {
        return videos.find(videoId).filter(status -> caller.sees(VideoStatuses.tenant(status)));
    }

    /** Requests the end of the current attempt. To repeat it changes nothing. */
    public Acceptance cancel(Caller caller, String videoId) {
        Optional<VideoStatus> found = find(caller, videoId);
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
     * The id of the key's video in this period of time, or in the last one if it has a video there, or in the next one,
     * by the clock of another replica. (Only two requests at the boundary of two periods can get two ids.)
     */
    private String idOf(String tenant, String key) {
        long period = clock.millis() / keysLast.toMillis();
        return Stream.of(period - 1, period + 1)
                .map(other -> idOf(tenant, key, other))
                .filter(videoId -> videos.find(videoId).isPresent())
                .findFirst()
                .orElseGet(() -> idOf(tenant, key, period));
    }

    /** A key may contain a slash, a tenant may not: no two pairs of them make the same name. */
    private static String idOf(String tenant, String key, long period) {
        String kind =
                tenant.equals(RequestRules.DEFAULT_TENANT) ? "idempotency-key/" : "idempotency-key-of/" + tenant + '/';
        String name = kind + period + "/" + key;
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

    private VideoRequested identified(Caller caller, VideoRequested asked, String videoId) {
        return VideoRequested.newBuilder(asked)
                .setTenant(caller.tenant())
                .setVideoId(videoId)
                .setAttempt(1)
                .setRequestedAt(now())
                .build();
    }

    /**
     * Two requests with one key may be written at the same moment, here or by another replica: the first in the log
     * counts.
     */
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

    /** Empty while only other events of the video were read: its request is still to come. */
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
