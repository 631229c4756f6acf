package dev.dashline.encoder.job;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.EncoderQueueEvent;
import org.apache.avro.specific.SpecificRecord;

/** A record that a decision of an {@link EncodingJob} has written. Its type says which topic it goes to. */
public sealed interface JobEffect {

    /** What to write. */
    SpecificRecord value();

    /** Tells the scheduler what is ready to run, and what is not wanted any more. */
    record Queue(EncoderQueueEvent event) implements JobEffect {
        @Override
        public SpecificRecord value() {
            return event;
        }
    }

    /** Reports publicly how far encoding is. */
    record Report(VideoEncoded event) implements JobEffect {
        @Override
        public SpecificRecord value() {
            return event;
        }
    }
}
