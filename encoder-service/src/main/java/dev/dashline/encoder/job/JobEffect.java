package dev.dashline.encoder.job;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.EncoderTask;

/** What a decision of an {@link EncodingJob} has the world do. */
public sealed interface JobEffect {

    /** Put a task into the workers' queue. */
    record Issue(EncoderTask task) implements JobEffect {}

    /** Say publicly how far encoding is. */
    record Report(VideoEncoded event) implements JobEffect {}
}
