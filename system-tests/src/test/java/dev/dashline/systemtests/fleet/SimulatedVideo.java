package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.events.DeadlineClock;
import dev.dashline.events.Priority;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/**
 * A video that is requested, analyzed, encoded in chunks, packaged and published.
 *
 * @param arrival when it is requested, milliseconds
 * @param predicted slot time of a chunk as it is predicted, milliseconds
 * @param bias by what all chunks of this video take longer than predicted
 * @param noise how much the logarithm of a chunk's time deviates
 * @param stragglers the share of chunks that take four times as long
 * @param timeout what it may take until it is published, milliseconds; empty if it has no deadline
 */
record SimulatedVideo(
        String id,
        long arrival,
        int chunks,
        long predicted,
        double bias,
        double noise,
        double stragglers,
        Priority priority,
        Optional<Long> timeout,
        DeadlineClock clock) {

    /** How long short tasks and publishing take, milliseconds. */
    static final long SHORT = 1_000;

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final double STRAGGLER = 4;

    /** A video without a deadline whose chunks take as long as predicted. */
    static SimulatedVideo of(String id, long arrival, int chunks, long predicted) {
        return new SimulatedVideo(
                id, arrival, chunks, predicted, 1, 0, 0, Priority.NORMAL, Optional.empty(), DeadlineClock.REQUESTED);
    }

    SimulatedVideo arriving(long moment) {
        return new SimulatedVideo(id, moment, chunks, predicted, bias, noise, stragglers, priority, timeout, clock);
    }

    SimulatedVideo within(long millis) {
        return new SimulatedVideo(
                id, arrival, chunks, predicted, bias, noise, stragglers, priority, Optional.of(millis), clock);
    }

    SimulatedVideo fromStart() {
        return new SimulatedVideo(
                id,
                arrival,
                chunks,
                predicted,
                bias,
                noise,
                stragglers,
                priority,
                timeout,
                DeadlineClock.ENCODING_STARTED);
    }

    SimulatedVideo with(Priority newPriority) {
        return new SimulatedVideo(id, arrival, chunks, predicted, bias, noise, stragglers, newPriority, timeout, clock);
    }

    /** Chunks deviate by noise, some by much. */
    SimulatedVideo uneven(double newBias, double newNoise, double newStragglers) {
        return new SimulatedVideo(
                id, arrival, chunks, predicted, newBias, newNoise, newStragglers, priority, timeout, clock);
    }

    /** Slot time as predicted, milliseconds. */
    long predictedWork() {
        return chunks * predicted;
    }

    /** Slot time that all chunks really take when nothing is lost, milliseconds. */
    long work() {
        long work = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            work += takes(TaskIds.video(chunk), 1);
        }
        return work;
    }

    /** What one try of a task takes, milliseconds: the same each time that it is asked. */
    long takes(String taskId, int epoch) {
        if (TaskIds.lane(taskId) == Lane.SHORT) {
            return SHORT;
        }
        Random random = new Random(31L * (31L * id.hashCode() + taskId.hashCode()) + epoch);
        random.nextInt(); // the first numbers of similar seeds are similar
        double time = predicted * bias * Math.exp(noise * random.nextGaussian());
        return Math.max(1, Math.round(random.nextDouble() < stragglers ? STRAGGLER * time : time));
    }

    VideoRequested request() {
        return VideoRequested.newBuilder()
                .setVideoId(id)
                .setSource("file:///" + id)
                .setPriority(priority)
                .setRequestedAt(T0.plusMillis(arrival))
                .setPublicationTimeoutMillis(timeout.orElse(null))
                .setDeadlineClock(clock)
                .build();
    }
}
