package dev.dashline.encoder.worker;

import dev.dashline.events.encoder.EncoderTask;
import java.net.URI;

/** Where the objects of an attempt are. Names are made of ids that we made; nothing of a client's is in them. */
final class Places {

    private static final String PLAN = "parts/plan.avro";

    private final URI output;
    private final URI staging;
    private final String attempt;

    Places(EncodeSettings settings, EncoderTask task) {
        this.output = settings.output();
        this.staging = settings.staging();
        this.attempt = task.getVideoId() + "/" + task.getAttempt() + "/";
    }

    /** What all public objects of the attempt start with. */
    URI published() {
        return output.resolve(attempt);
    }

    /** A segment, init segment or media playlist. */
    URI published(String rendition, String name) {
        return output.resolve(attempt + rendition + "/" + name);
    }

    /** A manifest or inventory that waits. */
    URI staged(String name) {
        return staging.resolve(attempt + name);
    }

    /** What one try of a transcode task wrote. */
    URI part(EncoderTask task) {
        return staging.resolve(attempt + partName(task) + task.getEpoch() + ".json");
    }

    /** What the parts start with that any attempt of this video made of the same task by the same plan. */
    URI partsOf(EncoderTask task, int other) {
        return staging.resolve(task.getVideoId() + "/" + other + "/" + partName(task));
    }

    /** How the attempt is cut. */
    URI plan() {
        return staged(PLAN);
    }

    /** How another attempt of this video was. */
    URI plan(EncoderTask task, int other) {
        return staging.resolve(task.getVideoId() + "/" + other + "/" + PLAN);
    }

    /** What all public objects of another attempt of this video start with. */
    URI published(EncoderTask task, int other) {
        return output.resolve(task.getVideoId() + "/" + other + "/");
    }

    private static String partName(EncoderTask task) {
        return "parts/" + task.getTaskId() + "-"
                + task.getPlan().map(Plans::fingerprint).orElse("none") + "-";
    }
}
