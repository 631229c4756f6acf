package dev.dashline.ingest.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.schemas.storage.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes which worker ran which task of a video when, as clients see it. Pure. */
public final class TimelineJson {

    /** A worker of which no heartbeat tells for so long is lost: they come and are read every second. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    /** How long after the end of an attempt its timeline may still come. */
    private static final Duration STORED_WITHIN = Duration.ofSeconds(30);

    private TimelineJson() {}

    /** The newest attempt of a video that has ended, as its encoder has stored it. */
    public static ObjectNode of(VideoStatus status, Timeline stored) {
        ObjectNode json = of(status, true);
        ArrayNode tasks = json.putArray("tasks");
        stored.runs().forEach(run -> run.putInto(tasks.addObject()));
        return json;
    }

    /**
     * The newest attempt of a video of which nothing is stored: not yet, or because it was lost.
     *
     * @param runs what heartbeats told of it
     * @param now by the clocks of workers, about
     */
    public static ObjectNode of(VideoStatus status, List<ObservedRun> runs, Instant now) {
        ObjectNode json = of(status, isComplete(status, runs, now));
        List<TaskFailure> failures = status.getFailed()
                .map(failed -> failed.getFailure().getHistory())
                .orElse(List.of());
        ArrayNode tasks = json.putArray("tasks");
        Set<String> told = new HashSet<>();
        for (ObservedRun run : runs) {
            ObjectNode task = tasks.addObject();
            put(task, run, stateOf(run, runs, status.getState(), now));
            failures.stream()
                    .filter(failure -> name(run.task(), run.epoch()).equals(name(failure)))
                    .findFirst()
                    .ifPresent(failure -> why(task, failure));
            told.add(name(run.task(), run.epoch()));
        }
        failures.stream().filter(failure -> !told.contains(name(failure))).forEach(failure -> {
            ObjectNode task = tasks.addObject();
            task.put("task", failure.getTaskId());
            task.put("epoch", failure.getEpoch());
            task.put("worker", failure.getWorker());
            if (failure.getStartedAt().isAfter(Instant.EPOCH)) {
                task.put("issuedAt", failure.getIssuedAt().toString());
                task.put("startedAt", failure.getStartedAt().toString());
            }
            task.put("endedAt", failure.getFailedAt().toString());
            why(task, failure);
        });
        return json;
    }

    private static ObjectNode of(VideoStatus status, boolean complete) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", status.getVideoId());
        json.put("attempt", status.getAttempt());
        json.put("complete", complete);
        return json;
    }

    /** Whether nothing is to come: what is not stored by now will not be. */
    private static boolean isComplete(VideoStatus status, List<ObservedRun> runs, Instant now) {
        return hasEnded(status)
                && status.getUpdatedAt().plus(STORED_WITHIN).isBefore(now)
                && runs.stream().noneMatch(run -> isOpen(run, now));
    }

    /** Whether the newest attempt has ended, so that its timeline may be stored. */
    public static boolean hasEnded(VideoStatus status) {
        return hasEnded(status.getState());
    }

    private static boolean hasEnded(VideoState state) {
        return state != VideoState.REQUESTED && state != VideoState.ENCODING && state != VideoState.ENCODED;
    }

    private static void put(ObjectNode json, ObservedRun run, String state) {
        json.put("task", run.task());
        json.put("epoch", run.epoch());
        json.put("worker", run.worker());
        json.put("startedAt", run.startedAt().toString());
        run.endedAt().ifPresent(end -> json.put("endedAt", end.toString()));
        json.put("state", state);
        json.put("doneMs", run.done().toMillis());
        if (run.endedAt().isEmpty() && !state.equals("running")) { // not known any better
            json.put("endedAt", run.namedAt().toString());
        }
    }

    /** Whether its worker is still at it, as far as is known. */
    private static boolean isOpen(ObservedRun run, Instant now) {
        return run.endedAt().isEmpty() && !run.namedAt().plus(SILENCE).isBefore(now);
    }

    /**
     * A run that ended, and came again, has failed; else a failure would be known, or it is done. Heartbeats come a
     * moment after events: an attempt may have ended before its last run is known to have.
     */
    private static String stateOf(ObservedRun run, List<ObservedRun> all, VideoState state, Instant now) {
        if (run.endedAt().isPresent()) {
            boolean again = all.stream().anyMatch(each -> each.task().equals(run.task()) && each.epoch() > run.epoch());
            return again ? "failed" : "done";
        }
        if (!isOpen(run, now)) {
            return "lost";
        }
        if (!hasEnded(state)) {
            return "running";
        }
        return state == VideoState.FAILED ? "stopped" : "done";
    }

    private static void why(ObjectNode json, TaskFailure failure) {
        json.put("state", failure.getCode().equals("WORKER_LOST") ? "lost" : "failed");
        json.put("code", failure.getCode());
        json.put("message", failure.getMessage());
    }

    private static String name(TaskFailure failure) {
        return name(failure.getTaskId(), failure.getEpoch());
    }

    private static String name(String task, int epoch) {
        return task + '#' + epoch;
    }
}
