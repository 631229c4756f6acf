package dev.dashline.schemas;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Event ids: made from what an event says, so that every repeat of it carries the same id. */
public final class EventIds {

    private EventIds() {}

    /** The id of the one event of this kind that an attempt can have. */
    public static String of(String kind, String videoId, int attempt) {
        return uuid(kind + '/' + videoId + '/' + attempt);
    }

    /** The id of the dead letter for the record at a place. */
    public static String ofRecord(String topic, int partition, long offset) {
        return uuid("record/" + topic + '/' + partition + '/' + offset);
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
