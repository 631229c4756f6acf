package dev.dashline.cli.view;

import dev.dashline.cli.follow.VideoSnapshot;
import java.util.List;

/** Shows how far videos are, while they are under way. Called from one thread. */
public interface ProgressView extends AutoCloseable {

    /** Shows this state in place of the last one. The videos and their order must not change. */
    void show(List<VideoSnapshot> videos);

    /** Prints a message on a line of its own. */
    void say(String line);

    @Override
    void close();
}
