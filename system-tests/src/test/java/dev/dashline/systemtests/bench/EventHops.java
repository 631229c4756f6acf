package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Prints how long each hop of a video takes at a steady rate of requests, beside the same hops of a {@link BareChain}
 * on the same broker.
 */
final class EventHops {

    private static final int CLIENTS = 8;
    /** These warm up; they are the first in both lists. */
    private static final double LEFT_OUT = 0.25;

    private EventHops() {}

    /** Arguments: where the API is, how many videos, and how many of them are requested a second. */
    public static void main(String[] arguments) throws Exception {
        VideoClient client = new VideoClient(URI.create(arguments[0]));
        int count = Integer.parseInt(arguments[1]);
        int perSecond = Integer.parseInt(arguments[2]);
        KafkaSettings kafka = KafkaSettings.from(System.getenv());
        List<Passage> services;
        try (PassageLog log = PassageLog.ofAll(kafka)) {
            log.awaitPublished(new HashSet<>(steadily(count, perSecond, client::post)));
            services = measured(log.passages());
        }
        List<Passage> bare;
        try (BareChain chain = new BareChain(kafka)) {
            steadily(count, perSecond, chain::request);
            bare = measured(chain.awaitEnds(count));
        }
        System.out.printf(
                "%-34s %9s %9s %9s %9s %6s%n",
                perSecond + " a second", "p50 ms", "p99 ms", "bare p50", "bare p99", "ratio");
        for (Passage.Hop hop : Passage.Hop.values()) {
            double p99 = hop.percentile(services, 0.99);
            double bareP99 = hop.percentile(bare, 0.99);
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %9.1f %9.1f %9.1f %9.1f %6.2f%n",
                    hop.title(),
                    hop.percentile(services, 0.5),
                    p99,
                    hop.percentile(bare, 0.5),
                    bareP99,
                    p99 / bareP99);
        }
    }

    private static List<Passage> measured(List<Passage> all) {
        return all.subList((int) (all.size() * LEFT_OUT), all.size());
    }

    /** Makes requests at equal distances, whether the earlier ones are answered or not. Returns the answers. */
    private static List<String> steadily(int count, int perSecond, Request request)
            throws InterruptedException, ExecutionException {
        long distance = Duration.ofSeconds(1).toNanos() / perSecond;
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                answers.add(threads.schedule(request::make, number * distance, TimeUnit.NANOSECONDS));
            }
            Set<String> ids = new HashSet<>();
            for (Future<String> answer : answers) {
                ids.add(answer.get());
            }
            return List.copyOf(ids);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Makes a request, and returns its id. */
    private interface Request {
        String make() throws Exception;
    }
}
