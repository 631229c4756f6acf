package dev.dashline.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.task.executor.ManifestNames;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.manifest.HlsWriter;
import dev.dashline.media.manifest.MpdWriter;
import dev.dashline.media.manifest.ObjectNames;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.manifest.TextRendition;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.tag.TrackTags;
import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.publisher.store.ObjectStorePublishers;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoredObject;
import dev.dashline.store.file.FileObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the encoder writes the publisher finds again, to take it back. */
class WithdrawalTest {

    private static final TextRendition MISLEADING = new TextRendition(
            "t0",
            new TrackTags(
                    Optional.of("en"), Optional.of("24/Seven \"9/x\" <SegmentTemplate media=\"8/b\"/>"), Set.of()),
            5_000);
    private static final ObjectNames NAMES = ManifestNames.of(
            StorageLayout.standard(new StorageRoots(URI.create("file:///out/"), URI.create("file:///staging/")))
                    .attempt("v", 7));
    private static final List<Track.Segment> SEGMENTS = List.of(new Track.Segment(0, 96_000, 50, 100_000));
    private static final Track PICTURES = new Track(
            "v360",
            new InitSegment(48_000, "avc1.4d401e", 640, 360, 0, 0, 0),
            800,
            Optional.of(new FrameRate(25, 1)),
            MISLEADING.tags(),
            SEGMENTS);
    private static final Track SOUND = new Track(
            "a0",
            new InitSegment(48_000, "mp4a.40.2", 0, 0, 48_000, 2, 0),
            700,
            Optional.empty(),
            MISLEADING.tags(),
            SEGMENTS);

    @TempDir
    Path folder;

    private final FileObjectStore store = new FileObjectStore();

    @Test
    void takesPicturesWithSubtitlesBack() throws Exception {
        assertTakenBack(
                new Presentation(NAMES, List.of(PICTURES), List.of(SOUND), List.of(MISLEADING), Optional.empty()));
    }

    @Test
    void takesSoundAloneBack() throws Exception {
        assertTakenBack(new Presentation(NAMES, List.of(), List.of(SOUND), List.of(), Optional.empty()));
    }

    private void assertTakenBack(Presentation presentation) throws Exception {
        URI output = folder.toUri().resolve("out/");
        URI staging = folder.toUri().resolve("staging/");
        PublicationOrder order = stage(presentation, output, staging.resolve("v/7/"));
        try (Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
                ObjectStorePublishers kind = ObjectStorePublishers.of(
                        store,
                        StorageLayout.standard(new StorageRoots(output, staging)),
                        Clock.systemUTC(),
                        1,
                        supervisor);
                Publisher publisher = kind.create()) {
            assertThat(publisher.publish(order)).isInstanceOf(PublishOutcome.Done.class);
            assertThat(folder.resolve("out/v/manifest.mpd")).exists();
            assertThat(folder.resolve("out/v/master.m3u8")).exists();

            kind.withdraw(new WithdrawalOrder("v", 8, 0, Optional.empty()));
            assertThat(folder.resolve("out/v/manifest.mpd")).exists();

            kind.withdraw(new WithdrawalOrder("v", order.attempt(), 0, Optional.empty()));
            assertThat(Files.exists(folder.resolve("out/v/manifest.mpd"))).isFalse();
            assertThat(Files.exists(folder.resolve("out/v/master.m3u8"))).isFalse();
        }
    }

    private PublicationOrder stage(Presentation presentation, URI output, URI staging) {
        StoredObject object = put(output.resolve("v/7/v360/0.m4s"), "a segment".getBytes(StandardCharsets.UTF_8));
        byte[] inventory = "{\"objects\":[{\"uri\":\"%s\",\"size\":%d,\"crc32c\":\"%s\"}]}"
                .formatted(object.uri(), object.size(), object.crc32c())
                .getBytes(StandardCharsets.UTF_8);
        EncodedVideo encoded = new EncodedVideo(
                Instant.EPOCH,
                put(staging.resolve("manifest.mpd"), MpdWriter.write(presentation))
                        .uri()
                        .toString(),
                put(staging.resolve("master.m3u8"), HlsWriter.masterPlaylist(presentation))
                        .uri()
                        .toString(),
                put(staging.resolve("inventory.json"), inventory).uri().toString(),
                Crc32c.of(inventory),
                List.of(),
                2_000L,
                50L,
                List.of());
        return new PublicationOrder("v", 7, encoded, Optional.empty(), Priority.NORMAL);
    }

    private StoredObject put(URI name, byte[] content) {
        return store.write(
                name, content, Precondition.absent(), new ObjectAttributes("application/octet-stream", "no-cache"));
    }
}
