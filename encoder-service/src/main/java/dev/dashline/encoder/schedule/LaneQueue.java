package dev.dashline.encoder.schedule;

import dev.dashline.encoder.schedule.VideoQueue.Place;
import dev.dashline.encoder.schedule.VideoQueue.WaitingTask;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The videos of which tasks wait in one lane, the most urgent first, and totals of these tasks. Not thread-safe. */
final class LaneQueue {

    private final Map<Place, NavigableSet<VideoQueue>> videos = new EnumMap<>(Place.class);
    /** How many tasks came at which moment. */
    private final TreeMap<Instant, Integer> readyAt = new TreeMap<>();

    private final Lane lane;
    private long tasks;
    private long workMillis;

    LaneQueue(Lane lane) {
        this.lane = lane;
        for (Place place : Place.values()) {
            videos.put(place, new TreeSet<>(VideoQueue.BY_URGENCY));
        }
    }

    /** Counts a task that was added to a video. */
    void added(VideoQueue video, WaitingTask task) {
        at(video.place()).add(video);
        tasks++;
        workMillis += task.workMillis();
        readyAt.merge(task.readyAt(), 1, Integer::sum);
    }

    /** Counts a task that was removed from a video. */
    void removed(VideoQueue video, WaitingTask task, boolean othersWait) {
        if (!othersWait) {
            at(video.place()).remove(video);
        }
        tasks--;
        workMillis -= task.workMillis();
        readyAt.computeIfPresent(task.readyAt(), (at, count) -> count == 1 ? null : count - 1);
    }

    /** Changes the rank of a video, wherever in the order it was. */
    void rank(VideoQueue video, Runnable change) {
        boolean waits = at(video.place()).remove(video);
        change.run();
        if (waits) {
            at(video.place()).add(video);
        }
    }

    /** The most urgent of the videos that have this place; empty if there is none. */
    Optional<VideoQueue> first(Place place) {
        NavigableSet<VideoQueue> there = at(place);
        return there.isEmpty() ? Optional.empty() : Optional.of(there.first());
    }

    /** When each waiting task is due, in the order in which they will be released; those that go behind left out. */
    Stream<Instant> dueInTurn(int atMost) {
        return Stream.of(Place.WITH_DEADLINE, Place.IN_ORDER)
                .flatMap(place -> at(place).stream().limit(atMost))
                .sorted(VideoQueue.BY_URGENCY)
                .flatMap(video -> Stream.generate(video::due).limit(video.count(lane)))
                .limit(atMost);
    }

    long tasks() {
        return tasks;
    }

    /** Slot time that the tasks take as predicted, milliseconds. */
    long workMillis() {
        return workMillis;
    }

    Optional<Instant> oldest() {
        return readyAt.isEmpty() ? Optional.empty() : Optional.of(readyAt.firstKey());
    }

    private NavigableSet<VideoQueue> at(Place place) {
        return Objects.requireNonNull(videos.get(place));
    }
}
