package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.Submitter;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.runtime.kafka.KafkaSettings;

/** What a command encodes with: a stack of its own, or one that runs already. Thread-safe. */
public interface EncodingStack extends AutoCloseable {

    /** Takes the videos. */
    Submitter submitter();

    /** Where their events are. */
    KafkaSettings kafka();

    /**
     * Checks that it can still do its work.
     *
     * @throws CliException if it cannot
     */
    void requireSound();

    /**
     * Puts a video that has ended where the user wants it, if it is not there.
     *
     * @return the same video with its place
     * @throws CliException if it cannot be put there
     */
    VideoSnapshot delivered(VideoSnapshot ended);

    /** Ends what was begun for the command. */
    @Override
    void close();
}
