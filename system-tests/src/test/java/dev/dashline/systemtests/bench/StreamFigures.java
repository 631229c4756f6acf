package dev.dashline.systemtests.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests videos without and with clients of the stream of events; system-tests/bench/streams says how to read it. */
final class StreamFigures {

    private static final int WARM_UP = 100;
    private static final Pattern MOMENT = Pattern.compile("\"updatedAt\":\"([^\"]*)\"");

    /** Clients may take so long for what is on its way to them when nothing happens any more. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(60);

    private StreamFigures() {}

    /** Arguments: where the API is, how many clients, videos a second, and for how many seconds. */
    public static void main(String[] arguments) throws Exception {
        URI api = URI.create(arguments[0]);
        int clients = Integer.parseInt(arguments[1]);
        int rate = Integer.parseInt(arguments[2]);
        int count = rate * Integer.parseInt(arguments[3]);
        VideoClient videos = new VideoClient(api);
        post(videos, WARM_UP, rate);
        List<Double> without = post(videos, count, rate);
        try (Streams streams = new Streams(api, clients)) {
            List<Double> with = post(videos, count, rate);
            streams.awaitPublished(count);
            print("POST without clients", without);
            print("POST with " + clients + " clients", with);
            System.out.printf(Locale.ROOT, "POST at p99: %.2f times as long%n", at(with, 0.99) / at(without, 0.99));
            print(streams.ages.size() + " events", List.copyOf(streams.ages));
        }
    }

    /** Requests videos at a steady rate, whatever the answers take, and returns the seconds that they took. */
    private static List<Double> post(VideoClient client, int count, int rate) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Double>> answers = new ArrayList<>();
            long begin = System.nanoTime();
            for (int number = 0; number < count; number++) {
                long due = begin + TimeUnit.SECONDS.toNanos(number) / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                answers.add(threads.submit(() -> {
                    client.post();
                    return (System.nanoTime() - due) / 1e9;
                }));
            }
            List<Double> seconds = new ArrayList<>();
            for (Future<Double> answer : answers) {
                seconds.add(answer.get());
            }
            return seconds;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Clients that have the stream of all events open. */
    private static final class Streams implements AutoCloseable {

        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final List<Reader> readers = new ArrayList<>();

        /** Seconds from the moment in an event to a client's having it. */
        final Queue<Double> ages = new ConcurrentLinkedQueue<>();

        /** Returns when all are open. */
        Streams(URI api, int clients) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(api.resolve("/events")).build();
            for (int client = 0; client < clients; client++) {
                Reader reader = new Reader();
                readers.add(reader);
                var unused = http.sendAsync(request, BodyHandlers.fromLineSubscriber(reader))
                        .thenAccept(StreamFigures::requireOpen);
            }
            for (Reader reader : readers) {
                if (!reader.begun.await(LAST_EVENTS.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("a stream did not begin");
                }
            }
        }

        /** Waits until every client was told so often that a video is public. */
        void awaitPublished(int count) throws IOException, InterruptedException {
            long end = System.nanoTime() + LAST_EVENTS.toNanos();
            for (Reader reader : readers) {
                while (reader.published.get() < count) {
                    if (System.nanoTime() > end) {
                        throw new IOException("a client was told of " + reader.published + " videos only");
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
            }
        }

        @Override
        public void close() {
            readers.forEach(Reader::end);
        }

        /** Reads one stream, line by line. */
        private final class Reader implements Flow.Subscriber<String> {

            final CountDownLatch begun = new CountDownLatch(1);
            final AtomicInteger published = new AtomicInteger();
            private volatile Flow.@Nullable Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(String line) {
                begun.countDown();
                Matcher moment = MOMENT.matcher(line);
                if (line.startsWith("data:") && moment.find()) {
                    Duration age = Duration.between(Instant.parse(moment.group(1)), Instant.now());
                    ages.add(age.toNanos() / 1e9);
                    if (line.contains("\"state\":\"published\"")) {
                        published.incrementAndGet();
                    }
                }
            }

            @Override
            public void onError(Throwable failure) {
                System.err.println("a stream ended: " + failure);
            }

            @Override
            public void onComplete() {
                System.err.println("a stream ended");
            }

            void end() {
                Flow.Subscription given = subscription;
                if (given != null) {
                    given.cancel();
                }
            }
        }
    }

    private static void requireOpen(HttpResponse<Void> answer) {
        if (answer.statusCode() != 200) {
            System.err.println("no stream: " + answer.statusCode());
        }
    }

    private static void print(String what, List<Double> seconds) {
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.0f ms, p95 %.0f ms, p99 %.0f ms%n",
                what,
                1_000 * at(seconds, 0.5),
                1_000 * at(seconds, 0.95),
                1_000 * at(seconds, 0.99));
    }

    private static double at(List<Double> seconds, double share) {
        List<Double> sorted = seconds.stream().sorted().toList();
        return sorted.get(Math.min((int) (sorted.size() * share), sorted.size() - 1));
    }
}
