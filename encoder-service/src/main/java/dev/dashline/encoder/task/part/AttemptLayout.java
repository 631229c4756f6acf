package dev.dashline.encoder.task.part;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.events.encoder.EncoderTask;
import java.net.URI;

/** Where the objects of an attempt are. Names are made of ids that we made; nothing of a client's is in them. */
public final class AttemptLayout {

    private static final String PLAN = "parts/plan.avro";

    private final URI output;
    private final URI staging;
    private final String attempt;

    public AttemptLayout(EncodeSettings settings, EncoderTask task) {
        this.output = settings.output();
        this.staging = settings.staging();
        this.attempt = task.getVideoId() + "/" + task.getAttempt() + "/";
    }

    /** What all public objects of the attempt start with. */
    public URI published() {
        return output.resolve(attempt);
    }

    /** A segment, init segment or media playlist. */
    public URI published(String rendition, String name) {
        return output.resolve(attempt + rendition + "/" + name);
    }

    /** A manifest or inventory that waits. */
    public URI staged(String name) {
        return staging.resolve(attempt + name);
    }

    /** What one try of a transcode task wrote. */
    public URI part(EncoderTask task) {
        return staging.resolve(attempt + partName(task) + task.getEpoch() + ".json");
    }

    /** What the parts start with that any attempt of this video made of the same task by the same plan. */
    URI partsOf(EncoderTask task, int other) {
        return staging.resolve(task.getVideoId() + "/" + other + "/" + partName(task));
    }

    /** How the attempt is cut. */
    public URI plan() {
        return staged(PLAN);
    }

    /** How another attempt of this video was. */
    public URI plan(EncoderTask task, int other) {
        return staging.resolve(task.getVideoId() + "/" + other + "/" + PLAN);
    }

    /** What all public objects of another attempt of this video start with. */
    public URI published(EncoderTask task, int other) {
        return output.resolve(task.getVideoId() + "/" + other + "/");
    }

    private static String partName(EncoderTask task) {
        return "parts/" + task.getTaskId() + "-"
                + task.getPlan().map(Plans::fingerprint).orElse("none") + "-";
    }
}
