package dev.dashline.cli.follow;

import java.time.Duration;
import java.util.List;

/** Tells how far videos are. Not thread-safe. */
public interface VideoFollower extends AutoCloseable {

    /**
     * Waits for news, no longer than {@code time}.
     *
     * @return all videos as they are now, in the order in which they were named
     */
    List<VideoSnapshot> look(Duration time);

    @Override
    void close();
}
