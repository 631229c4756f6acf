package dev.dashline.systemtests.faults;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncoderQueueEvent;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.systemtests.history.AttemptId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/** What happened to each attempt, and when: it tells for how long a fault held one up. Not thread-safe. */
final class AttemptMoves {

    private enum Kind {
        /** A task came into the queue. */
        READY,
        RELEASED,
        BEGUN,
        /** A worker, or the scheduler, said how a task ended. */
        ENDED,
        /** Another event. */
        EVENT,
        /** The attempt is published or has failed. */
        OVER
    }

    /**
     * One thing that happened.
     *
     * @param task the try of a task; empty if it was about none
     * @param worker who said it; empty if no worker did
     */
    private record Move(Instant at, Kind kind, String task, String worker) {}

    private final Map<AttemptId, List<Move>> moves = new HashMap<>();
    private final TreeSet<Instant> releases = new TreeSet<>();

    /** Takes in a record of any topic. */
    void keep(SpecificRecord value, Instant at) {
        if (value instanceof EncoderQueueEvent event) {
            if (event.getChange() instanceof TaskReady ready) {
                add(event.getVideoId(), event.getAttempt(), at, Kind.READY, ready.getTaskId(), "");
            }
        } else if (value instanceof EncoderTask task) {
            releases.add(at);
            add(task.getVideoId(), task.getAttempt(), at, Kind.RELEASED, name(task.getTaskId(), task.getEpoch()), "");
        } else if (value instanceof EncoderTaskResult result) {
            Kind kind = result.getOutcome() instanceof TaskBegun ? Kind.BEGUN : Kind.ENDED;
            String task = name(result.getTaskId(), result.getEpoch());
            add(result.getVideoId(), result.getAttempt(), at, kind, task, result.getWorker());
        } else if (value instanceof VideoRequested event) {
            if (!moves.containsKey(new AttemptId(event.getVideoId(), event.getAttempt()))) { // repeats move nothing
                add(event.getVideoId(), event.getAttempt(), at, Kind.EVENT, "", "");
            }
        } else if (value instanceof VideoEncoded event) {
            add(event.getVideoId(), event.getAttempt(), at, Kind.EVENT, "", "");
        } else if (value instanceof VideoPublished event) {
            add(event.getVideoId(), event.getAttempt(), at, Kind.OVER, "", "");
        } else if (value instanceof VideoFailed event) {
            event.getVideoId().ifPresent(id -> add(id, event.getAttempt(), at, Kind.OVER, "", ""));
        }
    }

    /**
     * The time from a fault until all attempts that were under way have moved on. Those do not count of which a worker
     * that the fault did not hit does a task, and those that wait for a slot while others get one.
     */
    Duration heldUp(Instant fault) {
        return moves.entrySet().stream()
                .filter(each -> !isOvertaken(each.getKey(), fault))
                .flatMap(each -> heldUp(each.getValue(), fault).stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether a newer attempt was requested: nobody looks at a request that comes after that any more. */
    private boolean isOvertaken(AttemptId attempt, Instant fault) {
        List<Move> newer = moves.get(new AttemptId(attempt.videoId(), attempt.attempt() + 1));
        return newer != null && !newer.get(0).at().isAfter(fault);
    }

    private Optional<Duration> heldUp(List<Move> ofAttempt, Instant fault) {
        List<Move> before =
                ofAttempt.stream().filter(move -> !move.at().isAfter(fault)).toList();
        List<Move> after =
                ofAttempt.stream().filter(move -> move.at().isAfter(fault)).toList();
        // Old records may come again after the end of an attempt.
        boolean over = before.stream().anyMatch(move -> move.kind() == Kind.OVER);
        if (over || before.isEmpty() || after.isEmpty() || isAtWork(before, after)) {
            return Optional.empty();
        }
        Move next = after.get(0);
        boolean waited = before.get(before.size() - 1).kind() == Kind.READY
                && next.kind() == Kind.RELEASED
                && !releases.subSet(fault, next.at()).isEmpty();
        return waited ? Optional.empty() : Optional.of(Duration.between(fault, next.at()));
    }

    /** Whether a worker that had begun a task before has ended it after. */
    private static boolean isAtWork(List<Move> before, List<Move> after) {
        return before.stream()
                .filter(move -> move.kind() == Kind.BEGUN)
                .anyMatch(begun -> after.stream()
                        .filter(move -> move.kind() == Kind.ENDED)
                        .anyMatch(ended -> ended.task().equals(begun.task())
                                && ended.worker().equals(begun.worker())));
    }

    private void add(String videoId, int attempt, Instant at, Kind kind, String task, String worker) {
        moves.computeIfAbsent(new AttemptId(videoId, attempt), id -> new ArrayList<>())
                .add(new Move(at, kind, task, worker));
    }

    private static String name(String taskId, int epoch) {
        return taskId + "/" + epoch;
    }
}
