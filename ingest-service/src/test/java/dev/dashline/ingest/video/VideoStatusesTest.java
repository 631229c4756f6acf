package dev.dashline.ingest.video;

import static dev.dashline.ingest.video.Events.aRequest;
import static dev.dashline.ingest.video.Events.at;
import static dev.dashline.ingest.video.Events.early;
import static dev.dashline.ingest.video.Events.encoded;
import static dev.dashline.ingest.video.Events.encodingFailed;
import static dev.dashline.ingest.video.Events.failed;
import static dev.dashline.ingest.video.Events.published;
import static dev.dashline.ingest.video.Events.requested;
import static dev.dashline.ingest.video.Events.started;
import static dev.dashline.ingest.video.Events.undecodable;
import static dev.dashline.ingest.video.Events.unpublished;
import static dev.dashline.ingest.video.Events.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VideoStatusesTest {

    @Test
    void followsAVideoFromRequestToPublication() {
        assertThat(after(requested(1)).getState()).isEqualTo(VideoState.REQUESTED);
        assertThat(after(requested(1), started(1)).getState()).isEqualTo(VideoState.ENCODING);
        assertThat(after(requested(1), started(1), encoded(1)).getState()).isEqualTo(VideoState.ENCODED);
        VideoStatus status = after(requested(1), started(1), encoded(1), published(1));
        assertThat(status.getState()).isEqualTo(VideoState.PUBLISHED);
        assertThat(status.getPublished())
                .hasValueSatisfying(it -> assertThat(it.getPublishedAt()).isEqualTo(at(1, 6)));
        assertThat(status.getRequest()).contains(requested(1));
        assertThat(status.getUpdatedAt()).isEqualTo(at(1, 6));
        assertThat(status.getReport()).contains(whole());
        assertThat(after(requested(1), started(1)).getReport()).contains(early());
        assertThat(after(encoded(1), started(1)).getReport()).contains(whole());
    }

    @Test
    void comesToTheSameStatusInEveryOrder() {
        List<SpecificRecord> events = List.of(requested(1), started(1), encoded(1), published(1));
        VideoStatus wanted = after(requested(1), started(1), encoded(1), published(1));
        for (List<SpecificRecord> order : permutations(events)) {
            VideoStatus status = after(order.toArray(SpecificRecord[]::new));
            assertThat(status).as("%s", order).isEqualTo(wanted);
        }
    }

    @Test
    void comesToTheSameUnpublicationInEveryOrder() {
        List<SpecificRecord> events = List.of(requested(1), started(1), encoded(1), published(1), unpublished(1));
        VideoStatus wanted = after(requested(1), started(1), encoded(1), published(1), unpublished(1));
        assertThat(wanted.getState()).isEqualTo(VideoState.UNPUBLISHED);
        assertThat(wanted.getPublished()).isEmpty();
        assertThat(wanted.getUnpublished())
                .hasValueSatisfying(it -> assertThat(it.getAt()).isEqualTo(at(1, 16)));
        for (List<SpecificRecord> order : permutations(events)) {
            VideoStatus status = after(order.toArray(SpecificRecord[]::new));
            assertThat(status).as("%s", order).isEqualTo(wanted);
        }
    }

    @Test
    void isPublicFromAPublicationToItsEndWhateverLaterAttemptsDo() {
        assertThat(VideoStatuses.isPublic(after(requested(1), encoded(1)))).isFalse();
        VideoStatus failedAgain = after(requested(1), published(1), requested(2), failed(2));
        assertThat(VideoStatuses.isPublic(failedAgain)).isTrue();
        assertThat(VideoStatuses.isPublic(Objects.requireNonNull(apply(failedAgain, unpublished(1)))))
                .isFalse();
        assertThat(VideoStatuses.isPublic(after(requested(1), unpublished(1), requested(2), published(1))))
                .isFalse();
        assertThat(VideoStatuses.isPublic(after(requested(1), published(1), unpublished(1), published(2))))
                .isTrue();
    }

    @Test
    void comesToTheSameFailureInEveryOrder() {
        List<SpecificRecord> events = List.of(requested(1), started(1), encoded(1), failed(1));
        for (List<SpecificRecord> order : permutations(events)) {
            VideoStatus status = after(order.toArray(SpecificRecord[]::new));
            assertThat(status.getState()).as("%s", order).isEqualTo(VideoState.FAILED);
            assertThat(status.getFailed()).isPresent();
            assertThat(status.getRequest()).contains(requested(1));
        }
    }

    @Test
    void aRepeatChangesNothing() {
        VideoStatus once = after(requested(1), started(1), encoded(1), published(1));
        VideoStatus twice = after(
                requested(1), requested(1), started(1), encoded(1), started(1), published(1), encoded(1), published(1));
        assertThat(twice).isEqualTo(once);
    }

    @Test
    void aLowerAttemptChangesNothingButWhetherTheVideoIsPublic() {
        VideoStatus replayed = after(requested(1), failed(1), requested(2));
        for (SpecificRecord late : List.of(requested(1), started(1), encoded(1), published(1), failed(1))) {
            VideoStatus after = apply(replayed, late);
            assertThat(VideoStatus.newBuilder(after).setPublishedAttempt(0).build())
                    .isEqualTo(replayed);
        }
    }

    @Test
    void aHigherAttemptStartsOverButKeepsWhenTheVideoBegan() {
        VideoStatus status = after(requested(1), started(1), failed(1), requested(2));
        assertThat(status.getState()).isEqualTo(VideoState.REQUESTED);
        assertThat(status.getAttempt()).isEqualTo(2);
        assertThat(status.getFailed()).isEmpty();
        assertThat(status.getEncodingStartedAt()).isEmpty();
        assertThat(status.getCreatedAt()).isEqualTo(at(1, 0));
    }

    @Test
    void theFirstEndOfAnAttemptStands() {
        assertThat(after(requested(1), failed(1), published(1)).getState()).isEqualTo(VideoState.FAILED);
        assertThat(after(requested(1), published(1), failed(1)).getState()).isEqualTo(VideoState.PUBLISHED);
        assertThat(after(requested(1), published(1), failed(1)).getFailed()).isEmpty();
    }

    @Test
    void anEncodersFailureIsNotTheEndYet() {
        VideoStatus status = after(requested(1), started(1), encodingFailed(1));
        assertThat(status.getState()).isEqualTo(VideoState.ENCODING);
        assertThat(status.getFailed()).isEmpty();
    }

    @Test
    void aDeadLetterOfNoVideoChangesNothing() {
        VideoStatus status = after(requested(1));
        assertThat(VideoStatuses.apply(status, undecodable())).isEqualTo(status);
        assertThat(VideoStatuses.apply(null, undecodable())).isNull();
    }

    @Test
    void knowsTheDeadlineOnceItsClockRuns() {
        VideoRequested fromRequest =
                aRequest().setPublicationTimeoutMillis(60_000L).build();
        assertThat(VideoStatuses.deadline(after(fromRequest))).contains(at(1, 60));
        VideoRequested fromStart = VideoRequested.newBuilder(fromRequest)
                .setDeadlineClock(DeadlineClock.ENCODING_STARTED)
                .build();
        assertThat(VideoStatuses.deadline(after(fromStart))).isEmpty();
        assertThat(VideoStatuses.deadline(after(fromStart, started(1)))).contains(at(1, 61));
        VideoRequested absolute = aRequest().setDeadline(at(1, 30)).build();
        assertThat(VideoStatuses.deadline(after(absolute))).contains(at(1, 30));
        assertThat(VideoStatuses.deadline(after(requested(1)))).isEmpty();
    }

    @Test
    void theFingerprintIsOfWhatIsAskedForAlone() {
        assertThat(Fingerprint.of(requested(2))).isEqualTo(Fingerprint.of(requested(1)));
        assertThat(Fingerprint.of(aRequest().setTitle("Another").build())).isNotEqualTo(Fingerprint.of(requested(1)));
        assertThat(Fingerprint.of(aRequest().setExpiresAt(at(1, 9)).build()))
                .isNotEqualTo(Fingerprint.of(requested(1)));
        assertThat(after(requested(1), failed(1), requested(2)).getFingerprint())
                .contains(Fingerprint.of(requested(1)));
    }

    private static VideoStatus after(SpecificRecord... events) {
        @Nullable VideoStatus status = null;
        for (SpecificRecord event : events) {
            status = apply(status, event);
        }
        return Objects.requireNonNull(status);
    }

    private static @Nullable VideoStatus apply(@Nullable VideoStatus before, SpecificRecord event) {
        if (event instanceof VideoRequested request) {
            return VideoStatuses.apply(before, request);
        } else if (event instanceof VideoEncoded encoded) {
            return VideoStatuses.apply(before, encoded);
        } else if (event instanceof VideoPublished published) {
            return VideoStatuses.apply(before, published);
        } else if (event instanceof VideoUnpublished unpublished) {
            return VideoStatuses.apply(before, unpublished);
        }
        return VideoStatuses.apply(before, (VideoFailed) event);
    }

    private static <T> List<List<T>> permutations(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (T first : items) {
            List<T> others = new ArrayList<>(items);
            others.remove(first);
            for (List<T> rest : permutations(others)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(rest);
                all.add(one);
            }
        }
        return all;
    }

    @Test
    void aVideoStaysItsTenantsOverAllAttempts() {
        VideoStatus first =
                VideoStatuses.apply(null, aRequest().setTenant("news").build());
        assertThat(VideoStatuses.tenant(first)).contains("news");
        assertThat(VideoStatuses.tenant(VideoStatuses.apply(first, started(2)))).contains("news");
        assertThat(VideoStatuses.tenant(VideoStatuses.apply(null, started(1)))).isEmpty();
    }

    @Test
    void whatWasKeptBeforeThereWereTenantsIsTheDefaultTenants() {
        VideoStatus old = VideoStatus.newBuilder(VideoStatuses.apply(null, requested(1)))
                .setTenant(null)
                .build();

        assertThat(VideoStatuses.tenant(old)).contains("default");
        assertThat(VideoStatuses.tenant(VideoStatuses.apply(old, started(2)))).contains("default");
    }
}
