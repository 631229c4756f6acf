package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.schedule.SchedulePolicy;
import dev.dashline.events.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How soon work begins and ends, and how busy the slots are. */
final class SpeedExperiments {

    /** No task takes that long. */
    private static final SchedulePolicy NO_COPIES = new SchedulePolicy(
            SchedulePolicy.DEFAULT.patience(),
            SchedulePolicy.DEFAULT.stretch(),
            SchedulePolicy.DEFAULT.silence(),
            SchedulePolicy.DEFAULT.pickUp(),
            SchedulePolicy.DEFAULT.pause(),
            SchedulePolicy.DEFAULT.settling(),
            SchedulePolicy.DEFAULT.aside(),
            new SchedulePolicy.Straggling(2, 3, 4, Duration.ofDays(365)),
            SchedulePolicy.DEFAULT.givingWay());

    private SpeedExperiments() {}

    static void oneVideo() {
        for (int slots : new int[] {1_000, 10_000}) {
            List<SimulatedVideo> video = List.of(
                    SimulatedVideo.of("one", 0, 10_000, Workload.CHUNK).uneven(1, Workload.NOISE, Workload.STRAGGLERS));
            double encoding = FleetSimulation.ran(slots, Hops.USUAL, 1, video)
                    .outcome("one")
                    .encoding();
            double ideal = FleetSimulation.ran(slots, Hops.NONE, 1, video)
                    .outcome("one")
                    .encoding();
            FleetSimulation.row(
                    "a",
                    "one video of 10,000 chunks of 20 s on %,d slots".formatted(slots),
                    "encoding time ÷ that without hops",
                    "%.3f (%.1f s)".formatted(encoding / ideal, encoding / 1_000),
                    "≤ 1.05");
        }
    }

    static void shortBesideLong() {
        for (long chunk : new long[] {5_000, 20_000}) {
            double beside = 0;
            double alone = 0;
            double last = 0;
            double lastAlone = 0;
            int left = 0;
            for (int seed = 0; seed < 10; seed++) {
                long arrival = 60_000 + 2_300L * seed;
                List<SimulatedVideo> twenty = IntStream.range(0, 20)
                        .mapToObj(number -> SimulatedVideo.of("short" + number, arrival, 1, 10_000))
                        .toList();
                int chunks = (int) (Duration.ofHours(10).toMillis() / chunk);
                List<SimulatedVideo> both = new ArrayList<>(twenty);
                both.add(SimulatedVideo.of("long", 0, chunks, chunk).uneven(1, Workload.NOISE, 0));
                SimulatedDeployment withLong = FleetSimulation.ran(20, Hops.USUAL, seed, both);
                SimulatedDeployment without = FleetSimulation.ran(20, Hops.USUAL, seed, twenty);
                beside += ofShort(withLong).average().orElseThrow() / 10;
                alone += ofShort(without).average().orElseThrow() / 10;
                last += ofShort(withLong).max().orElseThrow() / 10.0;
                lastAlone += ofShort(without).max().orElseThrow() / 10.0;
                left += withLong.left();
            }
            FleetSimulation.row(
                    "d",
                    "a video of 10 h of work in chunks of %d s, a minute later twenty of 10 s, on 20 slots, ten times"
                            .formatted(chunk / 1_000),
                    "mean time of the twenty ÷ that without the long one; of the last; tasks that gave way",
                    "%.2f (%.1f s); %.2f (%.1f s); %d"
                            .formatted(beside / alone, beside / 1_000, last / lastAlone, last / 1_000, left),
                    "≤ 1.5");
        }
    }

    private static LongStream ofShort(SimulatedDeployment deployment) {
        return deployment.outcomes().stream()
                .filter(outcome -> outcome.video().id().startsWith("short"))
                .mapToLong(Outcome::whole);
    }

    static void startOfUrgent() {
        for (int slots : new int[] {1, 10, 100, 1_000}) {
            int chunks = 10_000;
            long half = 50_000_000 / slots; // until then, the slots no longer become free all at once
            List<SimulatedVideo> videos = new ArrayList<>();
            videos.add(SimulatedVideo.of("backlog", 0, chunks, 10_000)
                    .with(Priority.LOW)
                    .uneven(1, Workload.NOISE, Workload.STRAGGLERS));
            for (int number = 1; number < 200; number++) {
                videos.add(SimulatedVideo.of("urgent" + number, half + number * half / 200, 1, 10_000)
                        .with(Priority.HIGH));
            }
            SimulatedDeployment deployment = FleetSimulation.ran(slots, Hops.USUAL, 1, videos);
            long[] delays = deployment.outcomes().stream()
                    .filter(outcome -> outcome.video().id().startsWith("urgent"))
                    .mapToLong(outcome -> outcome.startedAt() - firstAfter(deployment.encodingEnds(), outcome))
                    .sorted()
                    .toArray();
            FleetSimulation.row(
                    "f",
                    "an urgent video while 10,000 tasks of 10 s wait, 199 times, on %,d slots".formatted(slots),
                    "p50 and p99 of its start after the first slot that becomes free",
                    "%d ms, %d ms".formatted(delays[delays.length / 2], delays[delays.length * 99 / 100]),
                    "p99 ≤ 500 ms");
        }
    }

    private static long firstAfter(List<Long> ends, Outcome outcome) {
        return ends.stream()
                .filter(end -> end >= outcome.plannedAt())
                .findFirst()
                .orElseThrow();
    }

    static void idle() {
        idle(100, 26_000, "≤ 1 %");
        idle(50, 1_000, "≤ 5 %");
    }

    private static void idle(int slots, long chunk, String goal) {
        SimulatedDeployment deployment = new SimulatedDeployment(slots, Hops.USUAL, 1);
        deployment.request(
                List.of(SimulatedVideo.of("all", 0, 10_000, chunk).uneven(1, Workload.NOISE, Workload.STRAGGLERS)));
        deployment.runUntil(deployment.now() + 4 * chunk);
        long begin = deployment.now();
        long busy = deployment.fleet().busy();
        deployment.runUntil(begin + 50 * chunk);
        double share = (double) (deployment.fleet().busy() - busy) / slots / (deployment.now() - begin);
        FleetSimulation.row(
                "g",
                "%d slots, 10,000 tasks of %d s".formatted(slots, chunk / 1_000),
                "idle share of the slots while tasks wait",
                "%.2f %%".formatted(100 * (1 - share)),
                goal);
    }

    static void stragglers() {
        int videos = 50;
        double with = 0;
        double without = 0;
        int copies = 0;
        for (int seed = 0; seed < videos; seed++) {
            List<SimulatedVideo> video = List.of(SimulatedVideo.of("video" + seed, 0, 90, Workload.CHUNK)
                    .uneven(1, Workload.NOISE, Workload.STRAGGLERS));
            SimulatedDeployment copying = new SimulatedDeployment(100, Hops.USUAL, seed);
            SimulatedDeployment waiting = new SimulatedDeployment(100, Hops.USUAL, seed, NO_COPIES);
            with += encoding(copying, video);
            without += encoding(waiting, video);
            copies += copying.copies();
        }
        FleetSimulation.row(
                "h",
                "%d videos, one after the other, of 90 chunks of 20 s, on 100 slots".formatted(videos),
                "mean encoding time; if no task runs twice; tasks that ran twice",
                "%.1f s; %.1f s; %d".formatted(with / videos / 1_000, without / videos / 1_000, copies),
                "< the second");
    }

    private static double encoding(SimulatedDeployment deployment, List<SimulatedVideo> video) {
        deployment.request(video);
        return deployment.run().outcome(video.get(0).id()).encoding();
    }
}
