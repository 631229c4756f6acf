package dev.dashline.publisher;

import static dev.dashline.schemas.Topics.PUBLISHER_RESULTS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static dev.dashline.schemas.Topics.VIDEO_UNPUBLISHED;

import dev.dashline.events.publisher.PublicationState;
import dev.dashline.runtime.kafka.EventTopology;
import dev.dashline.runtime.kafka.Timers;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * The arbiter's topology: reads requests, the encoder's reports and the publishers' results, and writes the terminal
 * event of every attempt, and what is unpublished. {@link dev.dashline.publisher.publication.Publication} decides,
 * video by video.
 */
final class PublisherTopology {

    private final EventSerdes serdes;
    private final Supplier<Arbiter> arbiter;

    /**
     * @param arbiter makes a new one for each partition
     */
    PublisherTopology(EventSerdes serdes, Supplier<Arbiter> arbiter) {
        this.serdes = serdes;
        this.arbiter = arbiter;
    }

    /** Adds the topology to {@code builder}. */
    void addTo(StreamsBuilder builder) {
        EventTopology events = new EventTopology(builder, serdes);
        builder.addStateStore(events.store(PublicationStores.OUTSTANDING, PublicationState.class));
        builder.addStateStore(events.store(PublicationStores.SETTLED, PublicationState.class));
        builder.addStateStore(Timers.store(Arbiter.TIMERS));
        KStream<String, SpecificRecord> decided = events.read(VIDEO_REQUESTED)
                .merge(events.read(VIDEO_ENCODED), Named.as("with-encoded"))
                .merge(events.read(PUBLISHER_RESULTS), Named.as("with-results"))
                .process(
                        arbiter::get,
                        Named.as("arbiter"),
                        PublicationStores.OUTSTANDING,
                        PublicationStores.SETTLED,
                        Arbiter.TIMERS);
        events.write(decided, VIDEO_PUBLISHED);
        events.write(decided, VIDEO_FAILED);
        events.write(decided, VIDEO_UNPUBLISHED);
        events.write(decided, PUBLISHER_RESULTS);
    }
}
