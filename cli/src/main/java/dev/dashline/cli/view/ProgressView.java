package dev.dashline.cli.view;

import dev.dashline.cli.follow.VideoSnapshot;
import java.util.List;

/** Shows how far videos are, while they are under way. Called from one thread. */
public interface ProgressView extends AutoCloseable {

    /** Shows this, in place of what was shown before; always the same videos in the same order. */
    void show(List<VideoSnapshot> videos);

    /** Says something besides, on a line of its own. */
    void say(String line);

    @Override
    void close();
}
