package dev.dashline.ingest.staged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.ingest.video.Events;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.storage.Timeline;
import dev.dashline.store.ObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedTimelinesTest {

    private static final Timeline TIMELINE = new Timeline(List.of(new Timeline.Run(
            "video-00003",
            1,
            "a",
            "lost",
            Events.T0,
            Events.T0.plusSeconds(1),
            Events.T0.plusSeconds(2),
            Optional.of("WORKER_LOST"),
            Optional.of("It fell silent."))));

    private final Path folder;
    private final StagedTimelines timelines;

    StagedTimelinesTest(@TempDir Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("v/2"));
        StagedSettings settings = StagedSettings.of(
                        Optional.of(URI.create("file:///out/")),
                        Optional.of(folder.toUri()),
                        Settings.load(Map.of(), StoreConfig.SETTINGS))
                .orElseThrow();
        Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
        ObjectStore store = settings.stores().open(() -> supervisor.cached("gcs-call"));
        this.timelines = new StagedTimelines(store, settings.layout());
    }

    @Test
    void readsTheTimelineOfAnAttemptAndOfNoOther() throws IOException {
        Files.write(folder.resolve("timeline.json"), TIMELINE.toJson());

        assertThat(timelines.find("v", 2)).contains(TIMELINE);
        assertThat(timelines.find("v", 1)).isEmpty();
    }

    @Test
    void takesWhatIsNotValidForMissing() throws IOException {
        Files.writeString(folder.resolve("timeline.json"), "{\"runs\": [{\"task\": \"analyze\"}]}");

        assertThat(timelines.find("v", 2)).isEmpty();
    }

    @Test
    void readsNothingWhereNoPlaceIsKnown() {
        Settings settings = Settings.load(Map.of(), StoreConfig.SETTINGS);

        assertThat(StagedSettings.of(Optional.empty(), Optional.of(URI.create("file:///st/")), settings))
                .isEmpty();
    }
}
