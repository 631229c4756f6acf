package dev.dashline.ingest.topic;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.failed;
import static dev.dashline.ingest.video.Events.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Statuses;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.runtime.trace.AttemptSpan;
import dev.dashline.runtime.trace.AttemptTrace;
import dev.dashline.runtime.trace.AttemptTrace.Interval;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaVideosTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final ManualClock clock = new ManualClock(T0);
    private final OneStatus known = new OneStatus();
    private final RequestWriter writer = new RequestWriter(
            new MockProducer<>(
                    true,
                    null,
                    new StringSerializer(),
                    serdes.of(SpecificRecord.class).serializer()),
            Duration.ofSeconds(1));
    private final List<AttemptSpan> spans = new ArrayList<>();
    private final KafkaVideos videos = new KafkaVideos(writer, known, clock, spans::add);

    @Test
    void answersForWhatItHasWrittenUntilItsStatusIsKnown() {
        videos.request(requested(1));
        clock.advance(A_MINUTE);
        assertThat(videos.find("v"))
                .hasValueSatisfying(status -> assertThat(status.getState()).hasToString("REQUESTED"));

        known.status = VideoStatuses.apply(null, failed(1));
        assertThat(videos.find("v"))
                .hasValueSatisfying(status -> assertThat(status.getState()).hasToString("FAILED"));
    }

    @Test
    void knowsItsReplayBeforeOthersDo() {
        known.status = VideoStatuses.apply(null, failed(1));

        videos.request(requested(2));

        assertThat(videos.find("v"))
                .hasValueSatisfying(status -> assertThat(status.getAttempt()).isEqualTo(2));
    }

    @Test
    void tracesWhatTheBrokersHave() {
        clock.advance(A_MINUTE);
        videos.request(requested(1));

        assertThat(spans).singleElement().satisfies(span -> {
            assertThat(span.name()).isEqualTo("request");
            assertThat(span.trace()).isEqualTo(new AttemptTrace("v", 1));
            assertThat(span.interval()).isEqualTo(new Interval(T0, T0.plus(A_MINUTE)));
        });
    }

    @Test
    void forgetsAVideoWhoseStatusIsDeleted() {
        videos.request(requested(1));
        known.status = VideoStatuses.apply(null, failed(1));
        clock.advance(A_DAY);

        known.status = null;

        assertThat(videos.find("v")).isEmpty();
    }

    @Test
    void knowsWhatItHasJustWrittenAlsoWhileNoStatusCanBeRead() {
        known.down = true;
        videos.request(requested(1));

        assertThat(videos.find("v")).isPresent();
        assertThatThrownBy(() -> videos.settled("v")).isInstanceOf(UnavailableException.class);
    }

    /** The status of the video {@code v}. */
    private static final class OneStatus implements Statuses {

        private @Nullable VideoStatus status;
        private boolean down;

        @Override
        public Optional<VideoStatus> settled(String videoId) {
            if (down) {
                throw new UnavailableException("its partition is on its way", null);
            }
            return Optional.ofNullable(status);
        }

        @Override
        public VideoPage list(VideoQuery query) {
            return new VideoPage(settled("v").stream().toList(), Optional.empty());
        }
    }
}
