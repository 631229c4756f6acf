package dev.dashline.encoder.task.part;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.media.MediaException;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.store.StoredObject;

/**
 * The inventories that transcode tasks write: where they are, and how. A name contains a fingerprint of the plan, so
 * that a replay finds only parts that fit its own plan. Each is written once: all tries of a task list the same public
 * objects, and the first to have verified them all has the last word.
 */
public final class PartLists {

    private PartLists() {}

    /** Writes the inventory of a part, unless another try of the task has. */
    public static TaskOutcome write(EncoderTask task, PartInventory part, AttemptLayout attempt, Uploads uploads)
            throws MediaException {
        StoredObject list = uploads.publish(of(attempt, task), part.toJson());
        return new TaskOutcome.Transcoded(
                new PartRef(task.getTaskId(), list.uri().toString(), list.crc32c(), part.frames()));
    }

    /** Where the inventory of a task is in an attempt, if the attempt has the plan of this task. */
    static ObjectTarget of(AttemptLayout attempt, EncoderTask task) {
        String plan = task.getPlan().map(Plans::fingerprint).orElseThrow();
        return attempt.part(task.getTaskId(), plan);
    }
}
