package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.events.DeadlineClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A fleet whose slots take the next chunk at once, by a plain rule, and lose nothing: what simulated deployments are
 * compared with.
 */
final class IdealFleet {

    /** The earliest deadline first; what has none comes last, by arrival. */
    static final Comparator<SimulatedVideo> EARLIEST_DEADLINE_FIRST = Comparator.comparingLong((SimulatedVideo video) ->
                    video.timeout().map(time -> video.arrival() + time).orElse(Long.MAX_VALUE))
            .thenComparing(SimulatedVideo::arrival)
            .thenComparing(SimulatedVideo::id);

    static final Comparator<SimulatedVideo> FIRST_COME_FIRST_SERVED =
            Comparator.comparingLong(SimulatedVideo::arrival).thenComparing(SimulatedVideo::id);

    private final SimulatedTime time = new SimulatedTime();
    private final TreeMap<SimulatedVideo, Progress> waiting;
    private final List<Progress> all = new ArrayList<>();
    private int free;

    private static final class Progress {
        private final SimulatedVideo video;
        private final Outcome outcome;
        private int begun;
        private int done;
        private boolean failed;

        Progress(SimulatedVideo video) {
            this.video = video;
            this.outcome = new Outcome(video);
        }
    }

    private IdealFleet(int slots, Comparator<SimulatedVideo> rule) {
        this.free = slots;
        this.waiting = new TreeMap<>(rule);
    }

    /** Runs until every video has ended. */
    static List<Outcome> run(Collection<SimulatedVideo> videos, int slots, Comparator<SimulatedVideo> rule) {
        IdealFleet fleet = new IdealFleet(slots, rule);
        videos.forEach(video -> fleet.time.at(video.arrival() + SimulatedVideo.SHORT, () -> fleet.ready(video)));
        while (fleet.time.step()) {
            // the next event has happened
        }
        return fleet.all.stream().map(progress -> progress.outcome).toList();
    }

    private void ready(SimulatedVideo video) {
        Progress progress = new Progress(video);
        all.add(progress);
        progress.outcome.planned(time.now());
        waiting.put(video, progress);
        if (video.clock() == DeadlineClock.REQUESTED) {
            failAtDeadline(progress);
        }
        fill();
    }

    private void failAtDeadline(Progress progress) {
        progress.outcome
                .deadline()
                .ifPresent(deadline -> time.at(deadline, () -> {
                    progress.failed = true;
                    waiting.remove(progress.video);
                }));
    }

    private void fill() {
        while (free > 0 && !waiting.isEmpty()) {
            Progress next = Objects.requireNonNull(waiting.get(waiting.firstKey()));
            free--;
            if (next.begun == 0) {
                next.outcome.started(time.now());
                if (next.video.clock() == DeadlineClock.ENCODING_STARTED) {
                    failAtDeadline(next);
                }
            }
            long takes = next.video.takes(TaskIds.video(next.begun++), 1);
            if (next.begun == next.video.chunks()) {
                waiting.remove(next.video);
            }
            time.after(takes, () -> done(next));
        }
    }

    private void done(Progress progress) {
        free++;
        if (++progress.done == progress.video.chunks()) {
            progress.outcome.encoded(time.now());
            time.after(2 * SimulatedVideo.SHORT, () -> {
                if (!progress.failed) {
                    progress.outcome.published(time.now());
                }
            });
        }
        fill();
    }
}
