package dev.dashline.encoder.task.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.Inventory.Entry;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one transcode task wrote, as it measured it.
 *
 * @param taskId the task
 * @param frames encoded for each rung; 0 for sound
 * @param renditions those that are made of segments
 * @param texts text tracks
 */
public record PartInventory(String taskId, long frames, List<Rendition> renditions, List<Text> texts) {

    /** Without text. */
    public PartInventory(String taskId, long frames, List<Rendition> renditions) {
        this(taskId, frames, renditions, List.of());
    }

    /** One media segment; times in units of the track. */
    public record Segment(long time, long duration, int samples, Entry object) {}

    /**
     * What was written for one rendition.
     *
     * @param quality the mean over all pictures, by the metric of the plan; null if the plan measures nothing
     */
    public record Rendition(
            String id,
            InitSegment init,
            Entry initObject,
            List<Segment> segments,
            @Nullable Double quality) {

        /** Without quality. */
        public Rendition(String id, InitSegment init, Entry initObject, List<Segment> segments) {
            this(id, init, initObject, segments, null);
        }

        Stream<Entry> objects() {
            return Stream.concat(Stream.of(initObject), segments.stream().map(Segment::object));
        }
    }

    /** A text track, in one file. */
    public record Text(String id, Entry object) {}

    /** In JSON a part has the list of its objects, as {@link Inventory} does, beside what only the encoder reads. */
    private record Written(
            List<Entry> objects, String taskId, long frames, List<Rendition> renditions, List<Text> texts) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    public List<Entry> objects() {
        return Stream.concat(
                        renditions.stream().flatMap(Rendition::objects),
                        texts.stream().map(Text::object))
                .toList();
    }

    public byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(new Written(objects(), taskId, frames, renditions, texts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an inventory cannot be written", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if it is something else
     */
    static PartInventory fromJson(byte[] json) throws MediaException {
        try {
            Written written = JSON.readValue(json, Written.class);
            return new PartInventory(written.taskId(), written.frames(), written.renditions(), written.texts());
        } catch (IOException e) {
            throw new MediaException(MediaFault.OUTPUT_INVALID, "A part's inventory cannot be read: " + e.getMessage());
        }
    }

    /** An object's entry in an inventory. */
    public static Entry entry(StoredObject object) {
        return new Entry(object.uri(), object.size(), object.crc32c());
    }
}
