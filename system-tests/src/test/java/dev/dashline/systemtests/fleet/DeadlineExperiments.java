package dev.dashline.systemtests.fleet;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How many videos are published in time. */
final class DeadlineExperiments {

    private static final int DAY_SLOTS = 100;
    private static final long KILL_EVERY = Duration.ofHours(2).toMillis();
    private static final int SEEDS = 3;

    private DeadlineExperiments() {}

    /** Of two kinds of videos, how many had a deadline and how many missed it, over all seeds. */
    private static final class Misses {
        private final Map<DeadlineClock, Integer> all = new EnumMap<>(DeadlineClock.class);
        private final Map<DeadlineClock, Integer> missed = new EnumMap<>(DeadlineClock.class);

        void add(Collection<Outcome> outcomes) {
            for (Outcome outcome : outcomes) {
                if (outcome.video().timeout().isPresent()) {
                    all.merge(outcome.video().clock(), 1, Integer::sum);
                    missed.merge(outcome.video().clock(), outcome.missed() ? 1 : 0, Integer::sum);
                }
            }
        }

        double percent(DeadlineClock clock) {
            return 100.0 * missed.getOrDefault(clock, 0) / all.getOrDefault(clock, 1);
        }
    }

    static void day() {
        for (double load : new double[] {0.7, 0.9, 1.5}) {
            int requested = 0;
            int lost = 0;
            Misses ours = new Misses();
            Misses byDeadline = new Misses();
            Misses byArrival = new Misses();
            for (long seed = 1; seed <= SEEDS; seed++) {
                List<SimulatedVideo> videos = new Workload(seed, DAY_SLOTS).day(load);
                SimulatedDeployment deployment = new SimulatedDeployment(DAY_SLOTS, Hops.USUAL, seed);
                deployment.fleet().killEvery(KILL_EVERY);
                deployment.request(videos);
                ours.add(deployment.run().outcomes());
                byDeadline.add(IdealFleet.run(videos, DAY_SLOTS, IdealFleet.EARLIEST_DEADLINE_FIRST));
                byArrival.add(IdealFleet.run(videos, DAY_SLOTS, IdealFleet.FIRST_COME_FIRST_SERVED));
                requested += videos.size();
                lost += deployment.lost();
            }
            FleetSimulation.row(
                    "b",
                    "three days, %,d videos at load %.1f on %d slots, a process killed every 2 h (%d tasks lost)"
                            .formatted(requested, load, DAY_SLOTS, lost),
                    "deadlines missed; earliest deadline first; first come, first served",
                    percent(DeadlineClock.REQUESTED, ours, byDeadline, byArrival),
                    load < 1 ? "≤ the second + 1" : "< the third");
            FleetSimulation.row(
                    "b",
                    "in the same days, those whose deadline counts from the start of their encoding",
                    "the same",
                    percent(DeadlineClock.ENCODING_STARTED, ours, byDeadline, byArrival),
                    "");
        }
    }

    private static String percent(DeadlineClock clock, Misses... misses) {
        return Stream.of(misses)
                .map(each -> String.format(Locale.ROOT, "%.1f %%", each.percent(clock)))
                .collect(Collectors.joining("; "));
    }

    static void batch() {
        List<Double> shares = new ArrayList<>();
        for (long seed = 1; seed <= 10; seed++) {
            List<SimulatedVideo> videos = new Workload(seed, DAY_SLOTS).batch(1.5);
            double inTime = FleetSimulation.ran(DAY_SLOTS, Hops.USUAL, seed, videos).outcomes().stream()
                    .filter(Outcome::isPublished)
                    .count();
            shares.add(inTime / MooreHodgson.mostInTime(videos, DAY_SLOTS));
        }
        double mean = shares.stream().mapToDouble(share -> share).average().orElseThrow();
        double least = shares.stream().mapToDouble(share -> share).min().orElseThrow();
        FleetSimulation.row(
                "c",
                "a batch at once, 1.5 times what 100 slots can do in time, ten seeds",
                "published in time ÷ Moore and Hodgson's bound",
                "%.3f (least %.3f)".formatted(mean, least),
                "≥ 0.95");
    }

    static void urgentOnOneSlot() {
        long inTime = LongStream.rangeClosed(1, 20)
                .filter(seed -> {
                    List<SimulatedVideo> videos = new ArrayList<>();
                    for (int number = 0; number < 12; number++) {
                        videos.add(SimulatedVideo.of("low" + number, 0, 1, 10_000)
                                .with(Priority.LOW)
                                .uneven(1, Workload.NOISE, 0));
                    }
                    videos.add(SimulatedVideo.of("high", 5_000 + 700 * seed, 1, 3_000)
                            .with(Priority.HIGH)
                            .within(20_000));
                    return FleetSimulation.ran(1, Hops.USUAL, seed, videos)
                            .outcome("high")
                            .isPublished();
                })
                .count();
        FleetSimulation.row(
                "e",
                "12 LOW videos of 10 s wait for one slot, a HIGH one of 3 s has a timeout of 20 s, twenty times",
                "published in time",
                "%d of 20".formatted(inTime),
                "20");
    }
}
