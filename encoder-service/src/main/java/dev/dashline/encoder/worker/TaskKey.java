package dev.dashline.encoder.worker;

import dev.dashline.events.encoder.EncoderTask;

/**
 * One try of one task.
 *
 * @param epoch which try, from 1
 */
record TaskKey(String videoId, int attempt, String taskId, int epoch) {

    static TaskKey of(EncoderTask task) {
        return new TaskKey(task.getVideoId(), task.getAttempt(), task.getTaskId(), task.getEpoch());
    }

    /** Whether the task belongs to this attempt at the video. */
    boolean isOf(String video, int number) {
        return videoId.equals(video) && attempt == number;
    }
}
