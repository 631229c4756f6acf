package dev.dashline.encoder.task.part;

import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.ObjectTarget;
import java.net.URI;

/**
 * Names of the lists that transcode tasks write. They tell the plan, so that a replay finds only parts that it can join
 * to its own.
 */
public final class PartNames {

    private PartNames() {}

    /** Where this try of a task writes its list. */
    public static ObjectTarget of(AttemptLayout attempt, EncoderTask task) {
        return attempt.part(task.getTaskId(), plan(task), task.getEpoch());
    }

    /** What the names of the lists begin with that any try of the same task of an attempt wrote. */
    static URI ofAllTries(AttemptLayout attempt, EncoderTask task) {
        return attempt.partsOf(task.getTaskId(), plan(task));
    }

    private static String plan(EncoderTask task) {
        return task.getPlan().map(Plans::fingerprint).orElse("none");
    }
}
