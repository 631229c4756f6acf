package dev.dashline.systemtests.faults;

import dev.dashline.ingest.video.Position;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.faults.ServiceProcess.Kind;
import dev.dashline.systemtests.faults.ServiceProcess.Launch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures how long two replicas of ingest-service take for pages of a long list of videos, and how soon they answer
 * again when one was killed.
 */
final class StatusesBenchmark {

    private static final Duration WITHIN = Duration.ofMinutes(60);
    private static final int WARM_UP = 50;
    private static final int REQUESTS = 300;

    private final Platform platform;
    private final ManyVideos videos;
    private final List<ServiceProcess> replicas = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private StatusesBenchmark(Platform platform, ManyVideos videos) {
        this.platform = platform;
        this.videos = videos;
    }

    /** Arguments: a folder to work in, and the number of videos. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0])).toRealPath();
        try (Platform platform = Platform.start(folder)) {
            var benchmark = new StatusesBenchmark(platform, ManyVideos.of(Integer.parseInt(arguments[1])));
            benchmark.addReplicas(Launch.built(folder));
            try {
                benchmark.run();
            } finally {
                benchmark.replicas.forEach(ServiceProcess::kill);
            }
        }
    }

    private void addReplicas(Launch launch) {
        for (int number = 1; number <= 2; number++) {
            String port = Integer.toString(Ports.free());
            ServiceProcess replica = new ServiceProcess(Kind.INGEST, number, launch, platform.environment());
            replica.set("HOST", "127.0.0.1");
            replica.set("AUTH", "off");
            replica.set("PORT", port);
            replicas.add(replica);
            urls.add(URI.create("http://127.0.0.1:" + port));
        }
    }

    private void run() throws Exception {
        long begin = System.nanoTime();
        videos.send(platform.kafka());
        System.out.printf("%,d videos, made in %.1f s%n", videos.count(), secondsSince(begin));
        begin = System.nanoTime();
        replicas.forEach(ServiceProcess::start);
        await(() -> isRead() && answers(0) && answers(1));
        System.out.printf("read by two replicas in %.1f s; their memory:", secondsSince(begin));
        for (ServiceProcess replica : replicas) {
            System.out.printf(" %d MiB", residentKib(replica) / 1_024);
        }
        System.out.println("\n\n| Page | Videos on it | p50, ms | p99 | max |\n|---|---:|---:|---:|---:|");
        time("first", "/videos");
        time("in the middle", "/videos?cursor=" + cursor(0.5));
        time("last", "/videos?cursor=" + cursor(1 - 40.0 / videos.count()));
        time("first, of 500", "/videos?limit=500");
        time("first, failed, 1 of 10", "/videos?state=failed");
        time("middle, failed, 1 of 10", "/videos?state=failed&to=" + videos.time(0.5));
        time("first, with a label, 1 of 10", "/videos?label=team%3D3");
        time("first, failed as POISON, 1 of 1,000", "/videos?code=POISON");
        time("first, with an id of the client that is old", "/videos?clientId=client-" + videos.count() / 3);
        time("one video", "/videos/video-" + videos.count() / 2);
        System.out.println();
        killed("killed and started again, it answers after", true);
        killed("killed, the other one answers for all after", false);
    }

    private String cursor(double share) {
        return new Position(videos.time(share).toEpochMilli(), "").text();
    }

    private void time(String name, String path) throws Exception {
        long[] nanos = new long[REQUESTS];
        int found = 0;
        for (int i = -WARM_UP; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> response = get(Math.floorMod(i, 2), path);
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " is answered " + response.body());
            }
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begin;
                found = response.body().split("\"source\"", -1).length - 1;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "| %s | %d | %.1f | %.1f | %.1f |%n",
                name, found, nanos[REQUESTS / 2] / 1e6, nanos[REQUESTS * 99 / 100] / 1e6, nanos[REQUESTS - 1] / 1e6);
    }

    /** Kills the first replica. */
    private void killed(String name, boolean restart) throws Exception {
        await(() -> answers(0) && answers(1));
        long begin = System.nanoTime();
        replicas.get(0).kill();
        if (restart) {
            replicas.get(0).start();
        }
        int asked = restart ? 0 : 1;
        await(() -> answers(asked));
        System.out.printf("%s %.1f s%n", name, secondsSince(begin));
    }

    private boolean answers(int replica) {
        try {
            return get(replica, "/videos?cursor=" + cursor(0.3)).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpResponse<String> get(int replica, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(urls.get(replica) + path)).build(), BodyHandlers.ofString());
    }

    /** Whether the replicas have committed the offsets of all events. */
    private boolean isRead() {
        try (Admin admin = Admin.create(platform.kafka().common())) {
            Map<TopicPartition, Long> committed =
                    admin
                            .listConsumerGroupOffsets(Topics.INGEST)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .entrySet()
                            .stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().offset()));
            Map<TopicPartition, OffsetSpec> ends = Stream.of(
                            Topics.VIDEO_REQUESTED, Topics.VIDEO_PUBLISHED, Topics.VIDEO_FAILED)
                    .flatMap(topic -> Stream.iterate(0, each -> each + 1)
                            .limit(topic.partitions())
                            .map(number -> new TopicPartition(topic.name(), number)))
                    .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().entrySet().stream()
                    .allMatch(end -> end.getValue().offset() <= committed.getOrDefault(end.getKey(), 0L));
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long residentKib(ServiceProcess process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        if (!Shell.await(WITHIN, condition)) {
            throw new IllegalStateException("nothing after " + WITHIN);
        }
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
