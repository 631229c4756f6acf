package dev.dashline.encoder.schedule;

import dev.dashline.events.encoder.EncoderTask;

/**
 * One try of one task.
 *
 * @param epoch which try it is, from 1
 */
public record TaskTry(String videoId, int attempt, String taskId, int epoch) {

    /** The try that a worker is to make. */
    public static TaskTry of(EncoderTask task) {
        return new TaskTry(task.getVideoId(), task.getAttempt(), task.getTaskId(), task.getEpoch());
    }

    /** Whether the task belongs to this attempt at the video. */
    public boolean isOf(String video, int number) {
        return videoId.equals(video) && attempt == number;
    }
}
