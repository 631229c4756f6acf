package dev.dashline.encoder;

import static dev.dashline.encoder.Requests.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.schemas.storage.Timeline;
import dev.dashline.store.ObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineWriterTest {

    private final Path folder;
    private final StorageLayout layout;
    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    private final ObjectStore store = StoreConfig.unrestricted().open(() -> supervisor.cached("gcs-call"));
    private final TimelineWriter writer;

    TimelineWriterTest(@TempDir Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("staging"));
        this.layout = StorageLayout.standard(new StorageRoots(URI.create("file:///nowhere/"), this.folder.toUri()));
        this.writer = new TimelineWriter(store, layout, supervisor);
    }

    @Test
    void storesAllThatItWasToldOfBeforeItCloses() throws IOException {
        writer.start();
        for (int video = 0; video < 20; video++) {
            writer.ended("v" + video, 1, timeline("a"));
        }
        writer.close();

        for (int video = 0; video < 20; video++) {
            assertThat(stored("v" + video, 1)).isEqualTo(timeline("a"));
        }
    }

    @Test
    void anotherEndOfTheSameAttemptTakesThePlaceOfTheFirst() throws IOException {
        writer.ended("v", 2, timeline("a"));
        writer.ended("v", 2, timeline("b"));
        writer.start();
        writer.close();

        assertThat(stored("v", 2)).isEqualTo(timeline("b"));
    }

    @Test
    void goesOnAfterOneThatCannotBeStored() throws IOException {
        Files.writeString(folder.resolve("v"), "a file where a folder should be");
        writer.ended("v", 1, timeline("a"));
        writer.ended("w", 1, timeline("a"));
        writer.start();
        writer.close();

        assertThat(stored("w", 1)).isEqualTo(timeline("a"));
    }

    private Timeline stored(String videoId, int attempt) throws IOException {
        return Timeline.fromJson(Files.readAllBytes(
                Path.of(layout.attempt(videoId, attempt).timeline().uri())));
    }

    private static Timeline timeline(String worker) {
        return new Timeline(List.of(new Timeline.Run(
                "video-00000",
                2,
                worker,
                "failed",
                T0,
                T0,
                T0.plusSeconds(9),
                Optional.of("OUTPUT_INVALID"),
                Optional.of("It is not what it should be."))));
    }
}
