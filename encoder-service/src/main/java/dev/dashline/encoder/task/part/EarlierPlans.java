package dev.dashline.encoder.task.part;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.media.MediaException;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the plan of each attempt beside its parts, so that a replay cuts the source at the same positions. The cuts
 * depend on the number of encoders, and parts with other cuts cannot be reused. Best effort: without an earlier plan, a
 * replay only encodes more.
 */
public record EarlierPlans(ObjectStore store, EncodeSettings settings) {

    private static final Logger log = LoggerFactory.getLogger(EarlierPlans.class);

    /** The plan of the newest earlier attempt, if the two differ only in the length of chunks; otherwise a new one. */
    public EncodingPlan settle(EncoderTask task, EncodingPlan plan) {
        EncodingPlan settled = EarlierParts.attemptsBefore(task)
                .mapToObj(attempt -> read(settings.layout()
                        .attempt(task.getVideoId(), attempt)
                        .plan()
                        .uri()))
                .flatMap(Optional::stream)
                .findFirst()
                .filter(before -> cutAs(before, plan))
                .orElseGet(() -> Plans.identified(plan));
        try {
            byte[] content = settled.toByteBuffer().array();
            new Uploads(store, task.getEpoch()).stage(settings.attempt(task).plan(), content);
        } catch (MediaException | StoreException | IOException e) {
            log.atWarn().addKeyValue("task", task.getTaskId()).setCause(e).log("plan not stored for a replay");
        }
        return settled;
    }

    private Optional<EncodingPlan> read(URI plan) {
        try {
            Optional<StoredObject> there = store.stat(plan);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            byte[] content = store.readAll(plan, there.get().generation());
            return Optional.of(EncodingPlan.fromByteBuffer(ByteBuffer.wrap(content)));
        } catch (RuntimeException | IOException e) {
            log.atWarn().addKeyValue("plan", plan).setCause(e).log("earlier plan cannot be read");
            return Optional.empty();
        }
    }

    private static boolean cutAs(EncodingPlan before, EncodingPlan plan) {
        EncodingPlan cut = EncodingPlan.newBuilder(plan)
                .setChunkFrames(before.getChunkFrames())
                .setChunks(before.getChunks())
                .setSeeks(before.getSeeks())
                .setFingerprint(before.getFingerprint().orElse(null))
                .build();
        return cut.equals(before);
    }
}
