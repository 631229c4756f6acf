package dev.dashline.systemtests.bench;

import dev.dashline.cli.follow.EventFollower;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.runtime.kafka.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests videos without work and waits until all are published; system-tests/bench/events says how to read it. */
final class EventLoad {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final String BODY = "{\"source\": \"file:///simulated\","
            + " \"labels\": {\"simulatedEncodingTime\": \"0s\", \"simulatedChunks\": \"1\"}}";

    /** The answer to one request. */
    private record Posted(String id, long nanos) {}

    private EventLoad() {}

    /** Arguments: where the API is, how many videos, and how many clients request them side by side. */
    public static void main(String[] arguments) throws Exception {
        URI videos = URI.create(arguments[0]).resolve("/videos");
        int count = Integer.parseInt(arguments[1]);
        int clients = Integer.parseInt(arguments[2]);
        Instant begin = Instant.now();
        List<Posted> posted = post(videos, count, clients);
        double posting = seconds(Duration.between(begin, Instant.now()));
        Set<String> open = new HashSet<>();
        posted.forEach(each -> open.add(each.id()));
        List<Double> encoding = new ArrayList<>();
        List<Double> publishing = new ArrayList<>();
        try (EventFollower events = new EventFollower(KafkaSettings.from(System.getenv()))) {
            while (!open.isEmpty()) {
                events.poll(
                        event -> {
                            if (event instanceof VideoPublished each && open.remove(each.getVideoId())) {
                                encoding.add(seconds(Duration.between(each.getRequestedAt(), each.getEncodedAt())));
                                publishing.add(seconds(Duration.between(each.getEncodedAt(), each.getPublishedAt())));
                            } else if (event instanceof VideoFailed each) {
                                throw new IllegalStateException("failed: " + each);
                            }
                        },
                        POLL);
            }
        }
        double all = seconds(Duration.between(begin, Instant.now()));
        System.out.printf(Locale.ROOT, "%d videos in %.1f s: %.1f a second%n", count, all, count / all);
        System.out.printf(Locale.ROOT, "requests: %.1f a second by %d clients%n", count / posting, clients);
        print("POST", posted.stream().map(each -> each.nanos() / 1e9).toList());
        print("requested to encoded", encoding);
        print("encoded to published", publishing);
    }

    private static List<Posted> post(URI videos, int count, int clients) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Posted>> answers = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                answers.add(threads.submit(() -> post(client, videos)));
            }
            List<Posted> posted = new ArrayList<>();
            for (Future<Posted> answer : answers) {
                posted.add(answer.get());
            }
            return posted;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Posted post(HttpClient client, URI videos) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(videos)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        long begin = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
        String id = answer.body().replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]*)\".*", "$1");
        return new Posted(id, System.nanoTime() - begin);
    }

    private static void print(String what, List<Double> seconds) {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        System.out.printf(Locale.ROOT, "%s: p50 %.3f s, p99 %.3f s%n", what, at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get(Math.min((int) (sorted.size() * share), sorted.size() - 1));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
