package dev.dashline.publisher.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.PublishOutcome.Refused;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that tells about a thousand objects by one call. */
@Timeout(60)
class PagedStoreTest {

    /** Few enough to be written in a moment; one call tells them all. */
    private static final int MANY = 120;

    private final EmulatedStore videos = new EmulatedStore();
    private final GcsEmulator emulator = videos.emulator;
    private final ObjectStore store = videos.store;
    private final StorageLayout layout = videos.layout;
    private final ObjectStorePublishers kind = videos.publishers;

    @AfterEach
    void close() {
        videos.close();
    }

    @Test
    void isAskedOncePerPageAndSweptManyAtATime() throws Exception {
        StagedVideo video = StagedVideo.write(store, layout, "v", 1, MANY);
        long before = emulator.traffic().requests();

        assertThat(publish(video.order())).isInstanceOf(Done.class);

        assertThat(emulator.traffic().requests() - before).isLessThan(30);

        kind.withdraw(new WithdrawalOrder("v", 1, 0, Optional.empty()));
        kind.sweep(new SweepOrder("v", 1, false, 0));

        try (Stream<StoredObject> left = store.list(URI.create("gs://videos/"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aMissingObjectIsFound() throws Exception {
        StagedVideo video = StagedVideo.write(store, layout, "v", 1);
        StoredObject last = store.stat(video.objects().get(2)).orElseThrow();
        store.delete(last.uri(), last.generation());

        assertThat(refusal(video.order())).contains("2.m4s", "is not there");
    }

    @Test
    void aChangedObjectIsFound() throws Exception {
        StagedVideo video = StagedVideo.write(store, layout, "v", 1);
        StoredObject last = store.stat(video.objects().get(2)).orElseThrow();
        store.write(
                last.uri(),
                new byte[] {1, 2, 3},
                Precondition.generationMatches(last.generation()),
                new ObjectAttributes("application/octet-stream", "no-cache"));

        assertThat(refusal(video.order())).contains("has 3 bytes", "as measured");
    }

    private String refusal(PublicationOrder order) throws InterruptedException {
        PublishOutcome outcome = publish(order);
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).failure().getCode()).isEqualTo("OUTPUT_INVALID");
        return ((Refused) outcome).failure().getMessage();
    }

    private PublishOutcome publish(PublicationOrder order) throws InterruptedException {
        try (Publisher publisher = kind.create()) {
            return publisher.publish(order);
        }
    }
}
