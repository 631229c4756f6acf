package dev.dashline.systemtests.bench;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests videos without work and waits until all are published; system-tests/bench/events says how to read it. */
final class EventLoad {

    /** The answer to one request. */
    private record Posted(String id, long nanos) {}

    private EventLoad() {}

    /**
     * Arguments: where the API is, how many videos, how many clients request them side by side, and for each process
     * whose processor time counts what it is and its id, such as broker=4711.
     */
    public static void main(String[] arguments) throws Exception {
        VideoClient client = new VideoClient(URI.create(arguments[0]));
        int count = Integer.parseInt(arguments[1]);
        int clients = Integer.parseInt(arguments[2]);
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        Arrays.stream(arguments)
                .skip(3)
                .map(each -> each.split("="))
                .forEach(each -> processes.put(
                        each[0], ProcessHandle.of(Long.parseLong(each[1])).orElseThrow()));
        try (PassageLog log = PassageLog.ofEnds(KafkaSettings.from(System.getenv()))) {
            Map<String, Duration> before = used(processes);
            long begin = System.nanoTime();
            List<Posted> posted = post(client, count, clients);
            double posting = secondsSince(begin);
            Set<String> ids = new HashSet<>();
            posted.forEach(each -> ids.add(each.id()));
            log.awaitPublished(ids);
            double all = secondsSince(begin);
            System.out.printf(Locale.ROOT, "%d videos in %.1f s: %.1f a second%n", count, all, count / all);
            print(posted, posting, clients);
            print(before, used(processes), count);
        }
    }

    private static List<Posted> post(VideoClient client, int count, int clients) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Posted>> answers = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                answers.add(threads.submit(() -> {
                    long begin = System.nanoTime();
                    return new Posted(client.post(), System.nanoTime() - begin);
                }));
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

    /** The processor time that each process has used, without that of its children. */
    private static Map<String, Duration> used(Map<String, ProcessHandle> processes) {
        Map<String, Duration> used = new LinkedHashMap<>();
        processes.forEach((name, process) ->
                used.put(name, process.info().totalCpuDuration().orElseThrow()));
        return used;
    }

    private static void print(List<Posted> posted, double seconds, int clients) {
        double[] millis =
                posted.stream().mapToDouble(each -> each.nanos() / 1e6).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "POST: %.0f a second by %d clients, p50 %.1f ms, p99 %.1f ms%n",
                posted.size() / seconds,
                clients,
                millis[millis.length / 2],
                millis[Math.min((int) (millis.length * 0.99), millis.length - 1)]);
    }

    private static void print(Map<String, Duration> before, Map<String, Duration> after, int videos) {
        List<String> parts = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        after.forEach((name, used) -> {
            double each = used.minus(before.getOrDefault(name, Duration.ZERO)).toNanos() / 1e6 / videos;
            millis.add(each);
            parts.add(String.format(Locale.ROOT, "%s %.1f ms", name, each));
        });
        double all = millis.stream().mapToDouble(each -> each).sum();
        System.out.printf(Locale.ROOT, "processor time a video: %s, together %.1f ms%n", String.join(", ", parts), all);
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
