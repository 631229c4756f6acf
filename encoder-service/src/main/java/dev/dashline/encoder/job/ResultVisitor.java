package dev.dashline.encoder.job;

import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskSlow;
import dev.dashline.events.encoder.Transcoded;

/**
 * One method for each thing that a worker, or the scheduler, can report about a task. {@link #visit} is the only place
 * that tells them apart.
 */
interface ResultVisitor<T> {

    /** The worker begins the task. */
    T begun();

    /** The worker returned the task without a result, and the task did not cause that. */
    T left();

    /** No worker runs the task. */
    T lost(TaskLost lost);

    /** A worker takes too long for it. */
    T slow();

    T analyzed(Analyzed analyzed);

    T transcoded(Transcoded transcoded);

    T packaged(Packaged packaged);

    T failed(TaskFailed failed);

    static <T> T visit(EncoderTaskResult result, ResultVisitor<T> visitor) {
        Object outcome = result.getOutcome();
        if (outcome instanceof TaskBegun) {
            return visitor.begun();
        }
        if (outcome instanceof TaskLeft) {
            return visitor.left();
        }
        if (outcome instanceof TaskLost lost) {
            return visitor.lost(lost);
        }
        if (outcome instanceof TaskSlow) {
            return visitor.slow();
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
            public Boolean begun() {
                return false;
            }

            @Override
            public Boolean left() {
                return false;
            }

            @Override
            public Boolean lost(TaskLost lost) {
                return false;
            }

            @Override
            public Boolean slow() {
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
