package dev.dashline.encoder.schedule;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;

/** Tasks that wait for the same slots. Short tasks have slots of their own, so that they never wait for an encoding. */
public enum Lane {
    ENCODE,
    SHORT;

    /** The lane of a task. */
    public static Lane of(String taskId) {
        return TaskIds.isShort(taskId) ? SHORT : ENCODE;
    }

    /** Where tasks of this lane are released to. */
    public Topic<EncoderTask> topic() {
        return this == SHORT ? Topics.ENCODER_SHORT_TASKS : Topics.ENCODER_TASKS;
    }
}
