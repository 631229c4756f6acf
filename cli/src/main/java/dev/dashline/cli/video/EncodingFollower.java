package dev.dashline.cli.video;

import dev.dashline.cli.follow.VideoFollower;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.cli.stack.EncodingStack;
import dev.dashline.cli.view.ProgressView;
import dev.dashline.cli.view.Terminal;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows videos to their end, and shows how far they are. */
final class EncodingFollower {

    private static final Duration POLL = Duration.ofMillis(200);

    private final EncodingStack stack;
    private final Instant since;
    private final PrintStream err;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, VideoSnapshot> delivered = new HashMap<>();
    private List<VideoSnapshot> videos = List.of();

    /** @param since a moment before the first of them was submitted */
    EncodingFollower(EncodingStack stack, List<SubmittedVideo> submitted, Instant since, PrintStream err) {
        this.stack = stack;
        this.since = since;
        this.err = err;
        submitted.forEach(each -> inputs.put(each.videoId(), each.input()));
    }

    /**
     * Returns what came of them, once all have ended.
     *
     * @param ended hears of each when it ends
     */
    List<VideoSnapshot> untilAllEnded(Consumer<VideoSnapshot> ended) {
        try (VideoFollower follower = stack.follow(inputs, since);
                ProgressView view = Terminal.progress(err, clock, inputs.size())) {
            while (delivered.size() < inputs.size()) {
                stack.requireSound();
                videos = follower.look(POLL);
                view.show(statuses());
                for (VideoSnapshot video : videos) {
                    if (video.state().isFinal() && !delivered.containsKey(video.videoId())) {
                        VideoSnapshot last = stack.delivered(video);
                        delivered.put(video.videoId(), last);
                        ended.accept(last);
                    }
                }
            }
        }
        return statuses();
    }

    /**
     * {@code 2 of 3 published in 24.1 s; encoding began 4.2 s after the command began.}
     *
     * @param refused how many more videos were named, and not submitted
     */
    String summary(int refused) {
        Instant begin = ProcessHandle.current().info().startInstant().orElseGet(clock::instant);
        Optional<String> firstTask = videos.stream()
                .flatMap(video -> video.encodingStartedAt().stream())
                .min(Instant::compareTo)
                .map(start -> "; encoding began " + seconds(begin, start) + " s after the command began");
        return String.format(
                "dashline: %d of %d published in %s s%s.",
                ResultPrinter.published(statuses()),
                inputs.size() + refused,
                seconds(begin, clock.instant()),
                firstTask.orElse(""));
    }

    private List<VideoSnapshot> statuses() {
        return videos.stream()
                .map(video -> delivered.getOrDefault(video.videoId(), video))
                .toList();
    }

    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1f", Duration.between(from, to).toMillis() / 1000.0);
    }
}
