package dev.dashline.encoder.job;

import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.RecordedRun;
import dev.dashline.events.encoder.RunState;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.schemas.storage.Timeline;
import dev.dashline.schemas.storage.Timeline.Run;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the timeline of an attempt that ends. Pure. */
final class JobTimeline {

    private JobTimeline() {}

    /**
     * All runs of all tasks.
     *
     * @param failures tell what runs failed with, as far as they are remembered
     * @param now what still runs is stopped now
     */
    static Timeline of(Collection<TaskState> tasks, List<TaskFailure> failures, Instant now) {
        return new Timeline(tasks.stream()
                .flatMap(task -> task.getRuns().stream().map(run -> run(task.getTaskId(), run, failures, now)))
                .sorted(Comparator.comparing(Run::startedAt))
                .toList());
    }

    private static Run run(String task, RecordedRun run, List<TaskFailure> failures, Instant now) {
        Optional<String> message = failures.stream()
                .filter(failure -> failure.getTaskId().equals(task) && failure.getEpoch() == run.getEpoch())
                .filter(failure -> TaskRetries.process(failure.getWorker()).equals(run.getWorker()))
                .map(TaskFailure::getMessage)
                .findFirst();
        return new Run(
                task,
                run.getEpoch(),
                run.getWorker(),
                word(run.getState()),
                run.getIssuedAt(),
                run.getStartedAt(),
                run.getState() == RunState.RUNNING ? now : run.getEndedAt(),
                run.getCode(),
                run.getCode().flatMap(code -> message));
    }

    private static String word(RunState state) {
        return switch (state) {
            case RUNNING -> "stopped";
            case DONE -> "done";
            case FAILED -> "failed";
            case LOST -> "lost";
            case LEFT -> "left";
            case OVERTAKEN -> "overtaken";
        };
    }
}
