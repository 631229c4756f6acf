package dev.dashline.ingest.video;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.video.Acceptance.Accepted;
import dev.dashline.ingest.video.Acceptance.NoAttemptLeft;
import dev.dashline.ingest.video.Acceptance.NoSuchVideo;
import dev.dashline.ingest.video.Acceptance.NotFailed;
import dev.dashline.ingest.video.Acceptance.OtherAttempt;
import dev.dashline.ingest.video.Acceptance.OtherRequest;
import dev.dashline.ingest.video.Acceptance.TooLate;
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
 * Accepts requests and replays. Safe for use by any thread and any number of replicas: if two of them
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
     * Requests the next attempt of a video that failed or is unpublished.
     *
     * @param attempt the attempt that the client saw fail; empty if any
     */
    public Acceptance replay(Caller caller, String videoId, OptionalInt attempt, ReplayTerms terms) {
        Optional<VideoStatus> found = videos.find(caller, videoId);
        Optional<VideoRequested> original = found.flatMap(VideoStatus::getRequest);
        if (found.isEmpty()) {
            return new NoSuchVideo();
        }
        VideoStatus status = found.get();
        if (attempt.isPresent() && attempt.getAsInt() != status.getAttempt()) {
            return new OtherAttempt(attempt.getAsInt(), status.getAttempt());
        }
        if (!mayBeReplayed(status.getState()) || original.isEmpty()) {
            return new NotFailed(status.getAttempt(), status.getState().name().toLowerCase(Locale.ROOT));
        }
        if (status.getAttempt() == Integer.MAX_VALUE) {
            return new NoAttemptLeft(status.getAttempt());
        }
        VideoRequested.Builder next = VideoRequested.newBuilder(original.get())
                .setAttempt(status.getAttempt() + 1)
                .setRequestedAt(now());
        terms.putInto(next);
        VideoRequested request = next.build();
        return tooLate(request).orElseGet(() -> {
            videos.request(request);
            return new Accepted(videoId, request.getAttempt());
        });
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

    private static boolean mayBeReplayed(VideoState state) {
        return state == VideoState.FAILED || state == VideoState.UNPUBLISHED;
    }

    private Optional<Acceptance> tooLate(VideoRequested request) {
        return tooLate("deadline", request.getDeadline()).or(() -> tooLate("expiresAt", request.getExpiresAt()));
    }

    private Optional<Acceptance> tooLate(String field, Optional<Instant> moment) {
        return moment.filter(given -> !given.isAfter(now())).map(given -> new TooLate(field, given));
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
