package dev.dashline.cli;

import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.StatusReader;
import dev.dashline.cli.follow.VideoStatus;
import dev.dashline.cli.view.ProgressView;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Follows videos to their end by asking the service now and then. */
record Waiting(IngestClient client, PrintStream err) {

    private static final int INTERVAL_MILLIS = 500;

    /** Returns what came of them, once all have ended. */
    List<VideoStatus> untilAllEnded(List<Submitted> videos) throws InterruptedException {
        try (ProgressView view = Terminal.progress(err, Clock.systemUTC(), videos.size())) {
            while (true) {
                List<VideoStatus> statuses = videos.stream()
                        .map(video -> StatusReader.read(video.input(), client.status(video.videoId())))
                        .toList();
                view.show(statuses);
                if (statuses.stream().allMatch(status -> status.state().isFinal())) {
                    return statuses;
                }
                TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
            }
        }
    }
}
