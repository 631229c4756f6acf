package dev.dashline.encoder.worker;

import dev.dashline.encoder.media.MediaException;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.runtime.store.ObjectAttributes;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.StoreException;
import dev.dashline.runtime.store.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the plan of each attempt beside its parts, for a replay to cut the source in the same places: how a source is cut depends on how
 * many encoders there are, and what was cut otherwise cannot be reused. Best effort: without it more is encoded again.
 */
record EarlierPlans(ObjectStore store, EncodeSettings settings) {

    private static final Logger log = LoggerFactory.getLogger(EarlierPlans.class);

    /** The plan to use: that of the attempt before if it differs in nothing but the length of its chunks, or else this one. */
    EncodingPlan settle(EncoderTask task, EncodingPlan plan) {
        Places places = new Places(settings, task);
        EncodingPlan settled = plan;
        try {
            if (task.getAttempt() > 1) {
                settled =
                        read(places, task).filter(before -> cutAs(before, plan)).orElse(plan);
            }
            byte[] content = settled.toByteBuffer().array();
            new Uploads(store, task.getEpoch())
                    .stage(places.plan(), content, ObjectAttributes.immutable("application/octet-stream"));
        } catch (MediaException | StoreException | IOException e) {
            log.atWarn().addKeyValue("task", task.getTaskId()).setCause(e).log("plan not kept for a replay");
        }
        return settled;
    }

    private Optional<EncodingPlan> read(Places places, EncoderTask task) throws IOException {
        Optional<StoredObject> there = store.stat(places.plan(task, task.getAttempt() - 1));
        if (there.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] content = store.readAll(there.get().uri(), there.get().generation());
            return Optional.of(EncodingPlan.fromByteBuffer(ByteBuffer.wrap(content)));
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("plan", there.get().uri()).setCause(e).log("earlier plan cannot be read");
            return Optional.empty();
        }
    }

    private static boolean cutAs(EncodingPlan before, EncodingPlan plan) {
        EncodingPlan cut = EncodingPlan.newBuilder(plan)
                .setChunkFrames(before.getChunkFrames())
                .setChunks(before.getChunks())
                .build();
        return cut.equals(before);
    }
}
