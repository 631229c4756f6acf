package dev.dashline.ingest;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.failed;
import static dev.dashline.ingest.video.Events.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaVideosTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final ManualClock clock = new ManualClock(T0);
    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final KeyValueStore<String, Optional<VideoStatus>> table = StatusIndex.store(
                    Stores.inMemoryKeyValueStore(StatusIndex.STORE), serdes.of(Topics.INGEST_VIDEO_STATUS))
            .build();
    private final StatusIndex index = new StatusIndex();
    private final RequestWriter writer = new RequestWriter(
            new MockProducer<>(
                    true,
                    null,
                    new StringSerializer(),
                    serdes.of(Topics.VIDEO_REQUESTED).serializer()),
            Duration.ofSeconds(1));
    private final KafkaVideos videos = new KafkaVideos(writer, () -> table, clock);

    KafkaVideosTest() {
        table.init(context.getStateStoreContext(), table);
        context.addStateStore(table);
        index.init(context);
    }

    @Test
    void answersForWhatItHasWrittenUntilTheTableDoes() {
        videos.request(requested(1));
        clock.advance(A_MINUTE);
        assertThat(videos.find("v"))
                .hasValueSatisfying(status -> assertThat(status.getState()).isEqualTo(VideoState.REQUESTED));

        tableSays(VideoStatuses.apply(null, failed(1)));
        assertThat(videos.find("v"))
                .hasValueSatisfying(status -> assertThat(status.getState()).isEqualTo(VideoState.FAILED));
    }

    @Test
    void knowsItsReplayBeforeTheTableDoes() {
        tableSays(VideoStatuses.apply(null, failed(1)));

        videos.request(requested(2));

        assertThat(videos.find("v"))
                .hasValueSatisfying(status -> assertThat(status.getAttempt()).isEqualTo(2));
    }

    @Test
    void forgetsWhatTheTableForgets() {
        videos.request(requested(1));
        tableSays(VideoStatuses.apply(null, failed(1)));
        clock.advance(A_DAY);

        tableSays(null);

        assertThat(videos.find("v")).isEmpty();
    }

    @Test
    void knowsWhatItHasJustWrittenAlsoWhileTheTableCannotBeRead() {
        KafkaVideos blind = new KafkaVideos(
                writer,
                () -> {
                    throw new InvalidStateStoreException("it is being read");
                },
                clock);
        blind.request(requested(1));

        assertThat(blind.find("v")).isPresent();
        assertThatThrownBy(() -> blind.settled("v")).isInstanceOf(UnavailableException.class);
    }

    @SuppressWarnings("NullAway") // null removes a video from the table
    private void tableSays(@Nullable VideoStatus status) {
        index.process(new Record<>("v", status, clock.millis()));
    }
}
