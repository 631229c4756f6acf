package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A day of load, quiet at night, with videos of several tasks each that come at random, and the autoscaler of
 * deploy/kubernetes. What it knows is as old as the gauge, the scrape and KEDA's poll make it; a pod takes 40 s to
 * start; one that goes finishes what it has begun.
 */
class AutoscalingTest {

    private static final int DAY = 24 * 3_600;
    private static final int SLOTS_OF_A_POD = 4;
    private static final int TASK_SECONDS = 30;
    private static final int START_SECONDS = 40;
    /** The gauge is read every 10 s, scraped and asked for every 15 s each. */
    private static final int STALE_SECONDS = 25;

    private static final int ASKED_EVERY = 15;
    private static final int TASKS_OF_A_VIDEO = 6;

    private final Random random = new Random(1);
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final List<Integer> running = new ArrayList<>(); // when each task ends
    private final List<Integer> startedAt = new ArrayList<>(); // one for each pod
    private final Deque<Double> measured = new ArrayDeque<>();

    private int longestWait;
    private int flaps;
    private int lastShrunk = -DAY;
    private int most;
    private long podSeconds;

    @Test
    void keepsTheOldestTaskUnderAMinuteAndDoesNotFlap() throws Exception {
        Autoscaler autoscaler = Autoscaler.ofProduction();
        for (int pod = 0; pod < autoscaler.least(); pod++) {
            startedAt.add(-START_SECONDS);
        }
        for (int second = 0; second < DAY; second++) {
            arrive(second);
            work(second);
            measured.addLast(workSeconds(second));
            if (second % ASKED_EVERY == 0) {
                double known = measured.size() > STALE_SECONDS ? measured.removeFirst() : 0;
                scale(second, autoscaler.wanted(second, known));
            }
            while (measured.size() > STALE_SECONDS) {
                measured.removeFirst();
            }
            podSeconds += startedAt.size();
        }

        assertThat(longestWait).as("seconds that the oldest task waited").isLessThan(60);
        assertThat(flaps)
                .as("pods added within ten minutes after some were removed")
                .isLessThan(10);
        assertThat(most).as("pods at the busiest time").isGreaterThan(8);
        assertThat(podSeconds / DAY).as("pods on average").isLessThan(most * 3L / 4);
    }

    /** From one video in 40 s at night to one in 3 s at the busiest hour. */
    private void arrive(int second) {
        double busy = Math.max(0, Math.sin(2 * Math.PI * (second - 6 * 3_600) / DAY));
        double videosASecond = 1 / 40.0 + busy * (1 / 3.0);
        if (random.nextDouble() < videosASecond) {
            for (int task = 0; task < TASKS_OF_A_VIDEO; task++) {
                waiting.addLast(second);
            }
        }
    }

    private void work(int second) {
        running.removeIf(end -> end <= second);
        long slots = SLOTS_OF_A_POD
                * startedAt.stream()
                        .filter(start -> start + START_SECONDS <= second)
                        .count();
        while (running.size() < slots && !waiting.isEmpty()) {
            longestWait = Math.max(longestWait, second - waiting.removeFirst());
            running.add(second + TASK_SECONDS);
        }
    }

    private double workSeconds(int second) {
        return waiting.size() * (double) TASK_SECONDS
                + running.stream().mapToInt(end -> end - second).sum();
    }

    private void scale(int second, int wanted) {
        if (wanted < startedAt.size()) {
            lastShrunk = second;
        } else if (wanted > startedAt.size() && second - lastShrunk < 600) {
            flaps++;
        }
        while (startedAt.size() > wanted) {
            startedAt.remove(startedAt.size() - 1);
        }
        while (startedAt.size() < wanted) {
            startedAt.add(second);
        }
        most = Math.max(most, wanted);
    }
}
