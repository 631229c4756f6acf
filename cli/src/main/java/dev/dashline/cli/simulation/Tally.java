package dev.dashline.cli.simulation;

import dev.dashline.events.EncodingState;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Counts the results of submitted videos. Events may come in any order, even before the submission is known.
 * Thread-safe.
 */
final class Tally {

    private final Set<String> submitted = new HashSet<>();
    private final Set<String> encoded = new HashSet<>();
    private final Map<String, OptionalLong> published = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private long parseErrors;

    synchronized void submitted(String videoId) {
        submitted.add(videoId);
    }

    synchronized void skipped() {
        parseErrors++;
    }

    synchronized void apply(Object event) {
        if (event instanceof VideoEncoded report && report.getState() == EncodingState.ENCODED) {
            encoded.add(report.getVideoId());
        } else if (event instanceof VideoPublished end) {
            published.put(
                    end.getVideoId(),
                    end.getMarginMillis().map(OptionalLong::of).orElseGet(OptionalLong::empty));
        } else if (event instanceof VideoFailed end) {
            end.getVideoId().ifPresent(failed::add);
        }
    }

    /** Whether everything that was handed over has ended. */
    synchronized boolean allEnded() {
        return submitted.stream().allMatch(videoId -> published.containsKey(videoId) || failed.contains(videoId));
    }

    synchronized Stats stats() {
        long[] margins = submitted.stream()
                .map(videoId -> published.getOrDefault(videoId, OptionalLong.empty()))
                .flatMapToLong(OptionalLong::stream)
                .sorted()
                .toArray();
        return new Stats(
                parseErrors,
                submitted.size(),
                count(encoded),
                new Stats.Ends(count(published.keySet()), count(failed)),
                new Margins(margins));
    }

    /** A video that failed and was published by a later attempt is published. */
    private long count(Set<String> some) {
        return submitted.stream()
                .filter(some::contains)
                .filter(videoId -> some != failed || !published.containsKey(videoId))
                .count();
    }
}
