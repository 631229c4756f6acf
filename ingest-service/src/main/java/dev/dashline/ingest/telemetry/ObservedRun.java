package dev.dashline.ingest.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One try of a task at a worker, as the worker's heartbeats tell of it. All times are by the clock of the worker.
 *
 * @param task unique within its attempt
 * @param epoch which try of the task, from 1
 * @param done how much of the source it has encoded, in media time
 * @param namedAt when a heartbeat named it last
 * @param endedAt when a heartbeat no longer named it; empty while each does
 */
public record ObservedRun(
        String task,
        int epoch,
        String worker,
        Instant startedAt,
        Duration done,
        Instant namedAt,
        Optional<Instant> endedAt) {

    ObservedRun ended(Instant at) {
        return new ObservedRun(task, epoch, worker, startedAt, done, namedAt, Optional.of(at));
    }

    /** Whether it encodes pictures, so that what it has done counts as progress of the video. */
    boolean isOfPictures() {
        return task.startsWith("video-");
    }
}
