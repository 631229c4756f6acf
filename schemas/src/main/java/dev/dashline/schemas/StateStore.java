package dev.dashline.schemas;

import dev.dashline.events.encoder.EncodingJobDetail;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.QueuedTask;
import dev.dashline.events.encoder.QueuedVideo;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.events.ingest.WebhookQueue;
import dev.dashline.events.publisher.PublicationState;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A state store of a service. Kafka Streams keeps it in a topic, the changelog, which it makes itself.
 *
 * @param service whose state it is
 * @param name of the store
 * @param valueType the Avro record that its values hold; empty if they are no records
 */
public record StateStore(String service, String name, Optional<Class<? extends SpecificRecord>> valueType) {

    /** Every store, service by service. */
    public static final List<StateStore> ALL = List.of(
            of(Topics.INGEST, "video-statuses", VideoStatus.class),
            of(Topics.INGEST, "webhook-queues", WebhookQueue.class),
            new StateStore(Topics.INGEST, "webhook-timers", Optional.empty()),
            of(Topics.ENCODER, "encoding-jobs", EncodingJobState.class),
            of(Topics.ENCODER, "encoding-job-details", EncodingJobDetail.class),
            new StateStore(Topics.ENCODER, "encoding-timers", Optional.empty()),
            of(Topics.ENCODER, "queued-videos", QueuedVideo.class),
            of(Topics.ENCODER, "queued-tasks", QueuedTask.class),
            of(Topics.PUBLISHER, "publications", PublicationState.class),
            of(Topics.PUBLISHER, "settled-publications", PublicationState.class),
            new StateStore(Topics.PUBLISHER, "publication-timers", Optional.empty()));

    private static StateStore of(String service, String name, Class<? extends SpecificRecord> valueType) {
        return new StateStore(service, name, Optional.of(valueType));
    }

    /** Name of the topic that Kafka Streams makes for it. */
    public String changelog() {
        return service + "-" + name + "-changelog";
    }
}
