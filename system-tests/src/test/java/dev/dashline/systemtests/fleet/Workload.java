package dev.dashline.systemtests.fleet;

import dev.dashline.events.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Videos as a fleet might get them. The same seed makes the same videos. */
final class Workload {

    /** Slot time of a chunk, milliseconds. */
    static final long CHUNK = 20_000;

    static final double NOISE = 0.15;
    static final double STRAGGLERS = 0.01;
    private static final double BIAS = 0.3;
    private static final double MEDIAN_CHUNKS = 60;
    private static final double SPREAD = 1;
    private static final double WITH_DEADLINE = 0.8;
    private static final double FROM_START = 0.1;

    private final Random random;
    private final int slots;
    private final String name;

    Workload(long seed, int slots) {
        this.random = new Random(seed);
        this.slots = slots;
        this.name = "s" + seed + "-";
    }

    /** Videos of a day, at random moments, that need this share of all slots. */
    List<SimulatedVideo> day(double load) {
        long day = Duration.ofDays(1).toMillis();
        List<SimulatedVideo> videos = new ArrayList<>();
        double arrival = 0;
        while (true) {
            arrival -= Math.log(1 - random.nextDouble()) * meanWork() / slots / load;
            if (arrival >= day) {
                return videos;
            }
            videos.add(video(videos.size(), Math.round(arrival)));
        }
    }

    /** Videos that come at once, with deadlines within the hour: this share of what all slots can do until then. */
    List<SimulatedVideo> batch(double load) {
        long hour = Duration.ofHours(1).toMillis();
        List<SimulatedVideo> videos = new ArrayList<>();
        double work = 0;
        while (work < load * slots * hour) {
            SimulatedVideo video = sized(videos.size(), 0).within(Math.round(hour * (0.1 + 0.9 * random.nextDouble())));
            videos.add(video);
            work += video.work();
        }
        return videos;
    }

    private SimulatedVideo video(int number, long arrival) {
        SimulatedVideo video = sized(number, arrival);
        double kind = random.nextDouble();
        long alone = video.predictedWork() / slots + 4 * CHUNK;
        long timeout = Math.round(alone * (1.5 + 3 * random.nextDouble()));
        if (kind < FROM_START) {
            return video.within(timeout).fromStart();
        }
        return kind < WITH_DEADLINE ? video.within(timeout) : video.with(Priority.LOW);
    }

    private SimulatedVideo sized(int number, long arrival) {
        int chunks = (int) Math.max(1, Math.round(MEDIAN_CHUNKS * Math.exp(SPREAD * random.nextGaussian())));
        double bias = Math.exp(BIAS * random.nextGaussian());
        return SimulatedVideo.of(name + number, arrival, chunks, CHUNK).uneven(bias, NOISE, STRAGGLERS);
    }

    private static double meanWork() {
        double chunks = MEDIAN_CHUNKS * Math.exp(SPREAD * SPREAD / 2);
        double chunk = CHUNK * Math.exp((BIAS * BIAS + NOISE * NOISE) / 2) * (1 + 3 * STRAGGLERS);
        return chunks * chunk;
    }
}
