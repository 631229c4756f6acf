package dev.dashline.encoder.task.part;

import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.ObjectTarget;
import java.net.URI;

/**
 * Names of the inventories that transcode tasks write. A name contains a fingerprint of the plan, so that a replay
 * finds only parts that fit its own plan.
 */
public final class PartNames {

    private PartNames() {}

    /** Where this try of a task writes its inventory. */
    public static ObjectTarget of(AttemptLayout attempt, EncoderTask task) {
        return attempt.part(task.getTaskId(), plan(task), task.getEpoch());
    }

    /** The common prefix of the inventories that all tries of the same task wrote in an attempt. */
    static URI ofAllTries(AttemptLayout attempt, EncoderTask task) {
        return attempt.partsOf(task.getTaskId(), plan(task));
    }

    private static String plan(EncoderTask task) {
        return task.getPlan().map(Plans::fingerprint).orElse("none");
    }
}
