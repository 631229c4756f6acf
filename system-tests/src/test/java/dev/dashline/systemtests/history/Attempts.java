package dev.dashline.systemtests.history;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.RequestRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The attempts that a history tells of. In the log of a video's requests, the first with a higher attempt than all before it counts; any
 * other is a repeat that changes nothing.
 */
final class Attempts {

    private static final Set<String> IDENTITY = Set.of("videoId", "attempt");

    private final Map<AttemptId, Logged<VideoRequested>> requests = new LinkedHashMap<>();
    private final Map<AttemptId, List<Logged<VideoPublished>>> published = new HashMap<>();
    private final Map<AttemptId, List<Logged<VideoFailed>>> failed = new HashMap<>();

    Attempts(History history) {
        Map<String, Integer> highest = new HashMap<>();
        for (Logged<VideoRequested> logged : history.requests()) {
            VideoRequested request = logged.event();
            if (hasIdentity(logged) && request.getAttempt() > highest.getOrDefault(request.getVideoId(), 0)) {
                highest.put(request.getVideoId(), request.getAttempt());
                requests.put(new AttemptId(request.getVideoId(), request.getAttempt()), logged);
            }
        }
        for (Logged<VideoPublished> logged : history.published()) {
            VideoPublished event = logged.event();
            add(published, new AttemptId(event.getVideoId(), event.getAttempt()), logged);
        }
        for (Logged<VideoFailed> logged : history.failed()) {
            VideoFailed event = logged.event();
            event.getVideoId().ifPresent(videoId -> add(failed, new AttemptId(videoId, event.getAttempt()), logged));
        }
    }

    /** What counts of each attempt, in the order in which they were asked for. */
    Map<AttemptId, Logged<VideoRequested>> requests() {
        return requests;
    }

    /** The request for an attempt that counts. */
    VideoRequested request(AttemptId attempt) {
        return Optional.ofNullable(requests.get(attempt))
                .map(Logged::event)
                .orElseThrow(() -> new IllegalArgumentException(attempt + " was not asked for"));
    }

    List<Logged<VideoPublished>> published(AttemptId attempt) {
        return published.getOrDefault(attempt, List.of());
    }

    List<Logged<VideoFailed>> failed(AttemptId attempt) {
        return failed.getOrDefault(attempt, List.of());
    }

    boolean hasEnded(AttemptId attempt) {
        return published.containsKey(attempt) || failed.containsKey(attempt);
    }

    /** Every attempt that some event says to have ended. */
    List<AttemptId> ended() {
        return Stream.concat(published.keySet().stream(), failed.keySet().stream())
                .distinct()
                .toList();
    }

    /** The last attempt at a video that was published. */
    Optional<AttemptId> lastPublished(String videoId) {
        return published.keySet().stream()
                .filter(attempt -> attempt.videoId().equals(videoId))
                .max((one, other) -> Integer.compare(one.attempt(), other.attempt()));
    }

    private static boolean hasIdentity(Logged<VideoRequested> logged) {
        return logged.event().getVideoId().equals(logged.key())
                && RequestRules.problems(logged.event()).stream().noneMatch(each -> IDENTITY.contains(each.field()));
    }

    private static <K, V> void add(Map<K, List<V>> map, K key, V value) {
        map.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
    }
}
