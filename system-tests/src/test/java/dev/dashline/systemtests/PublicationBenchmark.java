package dev.dashline.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.publisher.store.ObjectStorePublishers;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.schemas.storage.TrackType;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how long it takes to verify, to publish and to sweep a video of many objects, in an emulator of Cloud
 * Storage that lets each answer wait, and how much a short video that is published meanwhile is delayed.
 */
final class PublicationBenchmark {

    private static final String BUCKET = "videos";
    /** As much as tells that it belongs to attempt 1. */
    private static final String MANIFEST = "<MPD><SegmentTemplate initialization=\"1/v360/init.mp4\"/></MPD>";

    private static final String PLAYLIST = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n1/v360/media.m3u8\n";
    private static final int SHORT = 30;
    private static final int PUBLISHED_ALONE = 5;

    private final GcsEmulator emulator;
    private final ObjectStorePublishers kind;
    private final StorageLayout layout;
    private final Path segment;

    private PublicationBenchmark(GcsEmulator emulator, ObjectStorePublishers kind, StorageLayout layout, Path segment) {
        this.emulator = emulator;
        this.kind = kind;
        this.layout = layout;
        this.segment = segment;
    }

    /** Arguments: the number of objects, and the milliseconds that each answer waits. */
    public static void main(String[] arguments) throws Exception {
        int objects = Integer.parseInt(arguments[0]);
        Duration latency = Duration.ofMillis(Long.parseLong(arguments[1]));
        StorageLayout layout = StorageLayout.standard(
                new StorageRoots(URI.create("gs://" + BUCKET + "/out/"), URI.create("gs://" + BUCKET + "/staging/")));
        Path segment = Files.writeString(Files.createTempFile("segment", ".m4s"), "a segment");
        try (Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
                GcsEmulator emulator = GcsEmulator.start().withBucket(BUCKET);
                ObjectStore store =
                        StoreConfig.unrestricted().withEmulator(emulator.url()).open(Executors::newCachedThreadPool);
                ObjectStorePublishers kind =
                        ObjectStorePublishers.of(store, layout, Clock.systemUTC(), 16, supervisor)) {
            new PublicationBenchmark(emulator, kind, layout, segment).run(objects, latency);
        } finally {
            Files.delete(segment);
        }
    }

    private void run(int objects, Duration latency) throws Exception {
        PublicationOrder big = stage("long", objects);
        List<PublicationOrder> shortOnes = new ArrayList<>();
        for (int number = 0; number < 2 * PUBLISHED_ALONE; number++) {
            shortOnes.add(stage("short-" + number, SHORT));
        }
        emulator.faults().latency(latency);
        publish(stage("first", SHORT)); // opens connections
        Duration alone = publishAll(shortOnes.subList(0, PUBLISHED_ALONE));
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<Duration> published = other.submit(() -> publish(big));
        Duration beside = publishAll(shortOnes.subList(PUBLISHED_ALONE, 2 * PUBLISHED_ALONE));
        print("| verified and public, %,d objects | %s s |", objects, seconds(published.get()));
        other.shutdown();
        print("| a short video alone, %d objects | %s s |", SHORT, seconds(alone));
        print("| a short video beside the long one | %s s |", seconds(beside));
        kind.withdraw(new WithdrawalOrder(big.videoId(), big.attempt(), 0, Optional.empty()));
        Instant begin = Instant.now();
        kind.sweep(new SweepOrder(big.videoId(), big.attempt(), false, 0));
        print("| swept, %,d objects | %s s |", objects, seconds(Duration.between(begin, Instant.now())));
    }

    /** The mean time of one. */
    private Duration publishAll(List<PublicationOrder> orders) throws InterruptedException {
        Duration all = Duration.ZERO;
        for (PublicationOrder order : orders) {
            all = all.plus(publish(order));
        }
        return all.dividedBy(orders.size());
    }

    private Duration publish(PublicationOrder order) throws InterruptedException {
        try (Publisher publisher = kind.create()) {
            Instant begin = Instant.now();
            PublishOutcome outcome = publisher.publish(order);
            if (!(outcome instanceof PublishOutcome.Done)) {
                throw new IllegalStateException("not published: " + outcome);
            }
            return Duration.between(begin, Instant.now());
        }
    }

    /** Puts an attempt into the bucket as an encoder leaves it. Viewers could not play it. */
    private PublicationOrder stage(String videoId, int segments) throws IOException {
        AttemptLayout attempt = layout.attempt(videoId, 1);
        String crc32c = Crc32c.of(Files.readAllBytes(segment));
        List<Inventory.Entry> entries = new ArrayList<>();
        for (int number = 0; number < segments; number++) {
            URI uri = attempt.segment("v360", TrackType.VIDEO, number).uri();
            put(uri, segment);
            entries.add(new Inventory.Entry(uri, Files.size(segment), crc32c));
        }
        byte[] inventory = new Inventory(entries).toJson();
        put(attempt.inventory().uri(), inventory);
        put(attempt.manifest().uri(), MANIFEST.getBytes(UTF_8));
        put(attempt.masterPlaylist().uri(), PLAYLIST.getBytes(UTF_8));
        EncodedVideo encoded = EncodedVideo.newBuilder()
                .setEncodedAt(Instant.EPOCH)
                .setManifest(attempt.manifest().uri().toString())
                .setMasterPlaylist(attempt.masterPlaylist().uri().toString())
                .setInventory(attempt.inventory().uri().toString())
                .setInventoryCrc32c(Crc32c.of(inventory))
                .setRenditions(List.of())
                .setDurationMillis(0)
                .setFrames(0)
                .build();
        return new PublicationOrder(videoId, 1, encoded, Optional.empty(), Priority.NORMAL);
    }

    private void put(URI uri, byte[] content) throws IOException {
        Path file = Files.write(Files.createTempFile("object", ""), content);
        put(uri, file);
        Files.delete(file);
    }

    private void put(URI uri, Path file) {
        emulator.put(BUCKET, uri.getPath().substring(1), file, "application/octet-stream");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1_000.0);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
