package dev.dashline.cli.video;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.client.StatusAnswer;
import dev.dashline.cli.client.StatusReader;
import dev.dashline.cli.feed.Pacer;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.cli.view.ProgressView;
import dev.dashline.cli.view.Terminal;
import dev.dashline.schemas.retry.Backoff;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Follows videos to their end by polling the service; retries while the service does not answer. For one thread. */
final class StatusPoller {

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Backoff BACKOFF =
            Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(30)).withoutJitter();

    /** Another replica than the one that took the request may know it only after this time. */
    private static final Duration LAG = Duration.ofSeconds(10);

    private final IngestClient client;
    private final PrintStream err;
    private final Pacer.Time time;
    private final long begin;

    StatusPoller(IngestClient client, PrintStream err) {
        this(client, err, Pacer.Time.REAL);
    }

    StatusPoller(IngestClient client, PrintStream err, Pacer.Time time) {
        this.client = client;
        this.err = err;
        this.time = time;
        this.begin = time.nanos();
    }

    /** Returns what came of them, once all have ended. */
    List<VideoSnapshot> untilAllEnded(List<SubmittedVideo> videos) throws InterruptedException {
        try (ProgressView view = Terminal.progress(err, Clock.systemUTC(), videos.size())) {
            while (true) {
                List<VideoSnapshot> statuses = new ArrayList<>();
                for (SubmittedVideo video : videos) {
                    statuses.add(StatusReader.read(video.input(), status(video.videoId(), view)));
                }
                view.show(statuses);
                if (statuses.stream().allMatch(status -> status.state().isFinal())) {
                    return statuses;
                }
                time.sleep(INTERVAL);
            }
        }
    }

    private JsonNode status(String videoId, ProgressView view) throws InterruptedException {
        for (int unanswered = 0; ; ) {
            StatusAnswer look = client.look(videoId);
            if (look instanceof StatusAnswer.NotNow notNow) {
                // A single failed call is not worth a message.
                if (++unanswered == 2) {
                    view.say("dashline: trying again: " + notNow.why().getMessage());
                }
                time.sleep(notNow.retryAfter().orElse(BACKOFF.after(unanswered)));
            } else if (look instanceof StatusAnswer.Unknown && time.nanos() - begin < LAG.toNanos()) {
                time.sleep(INTERVAL);
            } else {
                return look.orElseThrow();
            }
        }
    }
}
