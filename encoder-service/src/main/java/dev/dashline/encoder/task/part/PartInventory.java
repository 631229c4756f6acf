package dev.dashline.encoder.task.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.cmaf.PictureRange;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import dev.dashline.media.sound.LoudnessBlocks;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.Inventory.Entry;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one transcode task wrote, as the task measured it.
 *
 * @param taskId the task
 * @param frames frames encoded for each rung; 0 for audio
 * @param renditions the renditions that consist of segments
 * @param texts text tracks
 * @param findings what the task found out about the source
 */
public record PartInventory(
        String taskId, long frames, List<Rendition> renditions, List<Text> texts, Findings findings) {

    /** Of pictures or sound. */
    public PartInventory(String taskId, long frames, List<Rendition> renditions, Findings findings) {
        this(taskId, frames, renditions, List.of(), findings);
    }

    /** Of pictures or sound of which there is nothing to tell. */
    public PartInventory(String taskId, long frames, List<Rendition> renditions) {
        this(taskId, frames, renditions, Findings.NONE);
    }

    /**
     * What a task found out about the source.
     *
     * @param concealed damage that was concealed
     * @param captions names of the captions in the pictures that have text; null if the task has not looked
     */
    public record Findings(
            List<Concealed> concealed,
            List<Noted> notes,
            @Nullable List<String> captions) {

        public static final Findings NONE = new Findings(List.of(), List.of());

        /** Of a task that has not looked for captions. */
        public Findings(List<Concealed> concealed, List<Noted> notes) {
            this(concealed, notes, null);
        }
    }

    /**
     * A note on the source.
     *
     * @param kind name of its kind
     * @param track index in the source; null if it is about the whole
     */
    public record Noted(String kind, @Nullable Integer track, String message) {

        public static Noted of(SourceNote note) {
            return new Noted(
                    note.kind().name(), note.track().isPresent() ? note.track().getAsInt() : null, note.message());
        }

        /** Empty if it is of a kind that this version does not know. */
        public Optional<SourceNote> toNote() {
            OptionalInt where = track == null ? OptionalInt.empty() : OptionalInt.of(track);
            return Arrays.stream(NoteKind.values())
                    .filter(each -> each.name().equals(kind))
                    .findFirst()
                    .map(known -> new SourceNote(known, where, message));
        }
    }

    /**
     * Damage of the source that was concealed.
     *
     * @param track {@code video}, or the id of a rendition of sound
     * @param problems what FFmpeg said
     */
    public record Concealed(String track, long fromMillis, long untilMillis, List<String> problems) {

        public static final String VIDEO = "video";

        /** What was concealed in a part of a track; none if there were no problems. */
        public static List<Concealed> of(String track, long fromMicros, long lengthMicros, List<String> problems) {
            long from = fromMicros / 1_000;
            return problems.isEmpty()
                    ? List.of()
                    : List.of(new Concealed(track, from, from + lengthMicros / 1_000, problems));
        }
    }

    /**
     * One media segment; times in units of the track.
     *
     * @param keyframe where its first picture is; null for sound, and in lists of older versions
     */
    public record Segment(
            long time,
            long duration,
            int samples,
            Entry object,
            @Nullable PictureRange keyframe) {

        /** Without a keyframe. */
        public Segment(long time, long duration, int samples, Entry object) {
            this(time, duration, samples, object, null);
        }
    }

    /**
     * What was measured of a rendition.
     *
     * @param quality see {@link Rendition}
     * @param loudness see {@link Rendition}
     */
    public record Measured(
            @Nullable Double quality, @Nullable LoudnessBlocks loudness) {

        public static final Measured NOTHING = new Measured(null, null);

        /** Of pictures. */
        public static Measured of(double quality) {
            return new Measured(quality, null);
        }

        /** Of sound. */
        public static Measured of(LoudnessBlocks loudness) {
            return new Measured(null, loudness);
        }
    }

    /**
     * What was written for one rendition.
     *
     * @param quality the mean over all pictures, by the metric of the plan; null if the plan measures nothing
     * @param loudness of sound; null for pictures, and in lists of older versions
     */
    public record Rendition(
            String id,
            InitSegment init,
            Entry initObject,
            List<Segment> segments,
            @Nullable Double quality,
            @Nullable LoudnessBlocks loudness) {

        /** Of which nothing is measured. */
        public Rendition(String id, InitSegment init, Entry initObject, List<Segment> segments) {
            this(id, init, initObject, segments, null, null);
        }

        Stream<Entry> objects() {
            return Stream.concat(Stream.of(initObject), segments.stream().map(Segment::object));
        }
    }

    /** A text track, in one file. */
    public record Text(String id, Entry object) {}

    /**
     * The JSON form. It lists all objects of the part, as {@link Inventory} does, beside fields that only the encoder
     * reads. Lists of older versions have no {@code concealed}, no {@code notes} and no {@code captions}.
     */
    private record Written(
            List<Entry> objects,
            String taskId,
            long frames,
            List<Rendition> renditions,
            List<Text> texts,
            @Nullable List<Concealed> concealed,
            @Nullable List<Noted> notes,
            @Nullable List<String> captions) {}

    /** While an upgrade is rolled out, a part may be of a worker that knows more fields. */
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    public List<Entry> objects() {
        return Stream.concat(
                        renditions.stream().flatMap(Rendition::objects),
                        texts.stream().map(Text::object))
                .toList();
    }

    public byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(new Written(
                    objects(),
                    taskId,
                    frames,
                    renditions,
                    texts,
                    findings.concealed(),
                    findings.notes(),
                    findings.captions()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an inventory cannot be written", e);
        }
    }

    /**
     * Reads the output of {@link #toJson}.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if the content is not such a form
     */
    static PartInventory fromJson(byte[] json) throws MediaException {
        try {
            Written written = JSON.readValue(json, Written.class);
            return new PartInventory(
                    written.taskId(),
                    written.frames(),
                    written.renditions(),
                    written.texts(),
                    new Findings(
                            Objects.requireNonNullElse(written.concealed(), List.of()),
                            Objects.requireNonNullElse(written.notes(), List.of()),
                            written.captions()));
        } catch (IOException e) {
            throw new MediaException(MediaFault.OUTPUT_INVALID, "A part's inventory cannot be read: " + e.getMessage());
        }
    }

    /** An object's entry in an inventory. */
    public static Entry entry(StoredObject object) {
        return new Entry(object.uri(), object.size(), object.crc32c());
    }
}
