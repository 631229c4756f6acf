package dev.dashline.cli.view;

import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A line whenever a video's state changes, and every few seconds while it encodes: for logs and pipes. */
public final class LinesView implements ProgressView {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private record Shown(VideoPhase state, Instant at) {}

    private final PrintStream out;
    private final Clock clock;
    private final Map<String, Shown> shown = new HashMap<>();

    public LinesView(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void show(List<VideoSnapshot> videos) {
        Instant now = clock.instant();
        for (VideoSnapshot video : videos) {
            if (isNews(video, now)) {
                out.println(StatusText.fileName(video.input()) + ": " + StatusText.describe(video));
                shown.put(video.videoId(), new Shown(video.state(), now));
            }
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    private boolean isNews(VideoSnapshot video, Instant now) {
        Shown last = shown.get(video.videoId());
        return last == null
                || last.state() != video.state()
                || (video.state() == VideoPhase.ENCODING
                        && Duration.between(last.at(), now).compareTo(INTERVAL) >= 0);
    }

    @Override
    public void close() {
        out.flush();
    }
}
