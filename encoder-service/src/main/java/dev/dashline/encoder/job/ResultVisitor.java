package dev.dashline.encoder.job;

import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskAlive;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.Transcoded;

/**
 * One method for each thing that a worker can report about a task. {@link #visit} is the only place that tells them
 * apart.
 */
interface ResultVisitor<T> {

    /** The worker is running the task. */
    T alive();

    /** The worker returned the task without a result, and the task did not cause that. */
    T left();

    T analyzed(Analyzed analyzed);

    T transcoded(Transcoded transcoded);

    T packaged(Packaged packaged);

    T failed(TaskFailed failed);

    static <T> T visit(EncoderTaskResult result, ResultVisitor<T> visitor) {
        Object outcome = result.getOutcome();
        if (outcome instanceof TaskAlive) {
            return visitor.alive();
        }
        if (outcome instanceof TaskLeft) {
            return visitor.left();
        }
        if (outcome instanceof Analyzed analyzed) {
            return visitor.analyzed(analyzed);
        }
        if (outcome instanceof Transcoded transcoded) {
            return visitor.transcoded(transcoded);
        }
        if (outcome instanceof Packaged packaged) {
            return visitor.packaged(packaged);
        }
        if (outcome instanceof TaskFailed failed) {
            return visitor.failed(failed);
        }
        throw new IllegalArgumentException("unknown outcome of a task: " + outcome);
    }

    /** Whether the task is done. */
    static boolean isSuccess(EncoderTaskResult result) {
        return visit(result, new ResultVisitor<>() {
            @Override
            public Boolean alive() {
                return false;
            }

            @Override
            public Boolean left() {
                return false;
            }

            @Override
            public Boolean analyzed(Analyzed analyzed) {
                return true;
            }

            @Override
            public Boolean transcoded(Transcoded transcoded) {
                return true;
            }

            @Override
            public Boolean packaged(Packaged packaged) {
                return true;
            }

            @Override
            public Boolean failed(TaskFailed failed) {
                return false;
            }
        });
    }
}
