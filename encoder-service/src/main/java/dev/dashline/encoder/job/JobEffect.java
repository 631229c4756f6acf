package dev.dashline.encoder.job;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.EncoderTask;
import org.apache.avro.specific.SpecificRecord;

/** A record that a decision of an {@link EncodingJob} has written. Its type says which topic it goes to. */
public sealed interface JobEffect {

    /** What to write. */
    SpecificRecord value();

    /** Puts a task into the workers' queue. */
    record Issue(EncoderTask task) implements JobEffect {
        @Override
        public SpecificRecord value() {
            return task;
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
