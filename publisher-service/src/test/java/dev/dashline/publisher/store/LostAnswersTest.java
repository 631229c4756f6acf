package dev.dashline.publisher.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.gcsemulator.fault.Fault;
import dev.dashline.gcsemulator.fault.FaultRule;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.ObjectStore;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publisher whose write was done, but not answered, finds its own file and goes on. */
@Timeout(60)
class LostAnswersTest {

    private static final String CREATED = "^POST /upload.*ifGenerationMatch=0&.*uploadType=multipart";
    private static final String REPLACED = "^POST /upload.*ifGenerationMatch=[1-9].*uploadType=multipart";

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
    void publishesWhatItCreated() throws Exception {
        StagedVideo video = StagedVideo.write(store, layout, "v", 1);
        lose(CREATED, 2);

        publish(video.order());

        assertThat(emulator.faults().injected()).isEqualTo(2);
        assertShown(video, 1);
        assertThat(emulator.writes("videos", "out/v/").values()).containsOnly(1);
    }

    @Test
    void publishesWhatItReplaced() throws Exception {
        publish(StagedVideo.write(store, layout, "v", 1).order());
        StagedVideo replay = StagedVideo.write(store, layout, "v", 2);
        lose(REPLACED, 2);

        publish(replay.order());

        assertThat(emulator.faults().injected()).isEqualTo(2);
        assertShown(replay, 2);
    }

    @Test
    void takesBackWhatItReplaced() throws Exception {
        StagedVideo first = StagedVideo.write(store, layout, "v", 1);
        publish(first.order());
        PublicationOrder replay = StagedVideo.write(store, layout, "v", 2).order();
        publish(replay);
        lose(REPLACED, 2);

        kind.withdraw(new WithdrawalOrder("v", 2, 1, Optional.empty()));

        assertThat(emulator.faults().injected()).isEqualTo(2);
        assertShown(first, 1);
    }

    private void lose(String request, int answers) {
        emulator.faults()
                .add(FaultRule.every(new Fault.LostResponse()).on(request).times(answers));
    }

    private void publish(PublicationOrder order) throws InterruptedException {
        try (Publisher publisher = kind.create()) {
            assertThat(publisher.publish(order)).isInstanceOf(Done.class);
        }
    }

    private void assertShown(StagedVideo video, int attempt) {
        assertThat(content(video.publicManifest())).contains("initialization=\"" + attempt + "/");
        assertThat(content(video.publicPlaylist())).contains("\n" + attempt + "/v360/");
    }

    private String content(URI object) {
        long generation = store.stat(object).orElseThrow().generation();
        return new String(store.readAll(object, generation), UTF_8);
    }
}
