package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.Submitter;
import dev.dashline.cli.follow.VideoFollower;
import dev.dashline.cli.follow.VideoSnapshot;
import java.time.Instant;
import java.util.Map;

/** What a command encodes with: a stack of its own, or one that runs already. Thread-safe. */
public interface EncodingStack extends AutoCloseable {

    /** Takes the videos. */
    Submitter submitter();

    /**
     * Follows videos of this stack.
     *
     * @param inputs what the user called them, by their ids
     * @param since a moment before the first of them was submitted
     */
    VideoFollower follow(Map<String, String> inputs, Instant since);

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
