package dev.dashline.systemtests.history;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.schemas.RequestRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The attempts of a history. In the log of a video's requests, a record counts if its attempt is higher than all
 * before it; any other record is a repeat that changes nothing.
 */
final class Attempts {

    private static final Set<String> IDENTITY = Set.of("videoId", "attempt");

    private final Map<AttemptId, LoggedEvent<VideoRequested>> requests = new LinkedHashMap<>();
    private final Map<AttemptId, List<LoggedEvent<VideoPublished>>> published = new HashMap<>();
    private final Map<AttemptId, List<LoggedEvent<VideoFailed>>> failed = new HashMap<>();
    private final Map<AttemptId, List<LoggedEvent<VideoUnpublished>>> unpublished = new HashMap<>();

    Attempts(History history) {
        Map<String, Integer> highest = new HashMap<>();
        for (LoggedEvent<VideoRequested> logged : history.requests()) {
            VideoRequested request = logged.event();
            if (hasIdentity(logged) && request.getAttempt() > highest.getOrDefault(request.getVideoId(), 0)) {
                highest.put(request.getVideoId(), request.getAttempt());
                requests.put(new AttemptId(request.getVideoId(), request.getAttempt()), logged);
            }
        }
        for (LoggedEvent<VideoPublished> logged : history.published()) {
            VideoPublished event = logged.event();
            add(published, new AttemptId(event.getVideoId(), event.getAttempt()), logged);
        }
        for (LoggedEvent<VideoFailed> logged : history.failed()) {
            VideoFailed event = logged.event();
            event.getVideoId().ifPresent(videoId -> add(failed, new AttemptId(videoId, event.getAttempt()), logged));
        }
        for (LoggedEvent<VideoUnpublished> logged : history.unpublished()) {
            VideoUnpublished event = logged.event();
            add(unpublished, new AttemptId(event.getVideoId(), event.getAttempt()), logged);
        }
    }

    /** The events that took attempts back. */
    Map<AttemptId, List<LoggedEvent<VideoUnpublished>>> unpublished() {
        return unpublished;
    }

    /** The request of each attempt, in the order in which the attempts were requested. */
    Map<AttemptId, LoggedEvent<VideoRequested>> requests() {
        return requests;
    }

    /** The request of one attempt. */
    VideoRequested request(AttemptId attempt) {
        return Optional.ofNullable(requests.get(attempt))
                .map(LoggedEvent::event)
                .orElseThrow(() -> new IllegalArgumentException(attempt + " was not requested"));
    }

    List<LoggedEvent<VideoPublished>> published(AttemptId attempt) {
        return published.getOrDefault(attempt, List.of());
    }

    List<LoggedEvent<VideoFailed>> failed(AttemptId attempt) {
        return failed.getOrDefault(attempt, List.of());
    }

    boolean hasEnded(AttemptId attempt) {
        return published.containsKey(attempt) || failed.containsKey(attempt);
    }

    /** Every attempt that has a terminal event. */
    List<AttemptId> ended() {
        return Stream.concat(published.keySet().stream(), failed.keySet().stream())
                .distinct()
                .toList();
    }

    /** The attempt of a video that has to be public: the last one that was published, unless it was unpublished. */
    Optional<AttemptId> shown(String videoId) {
        return published.keySet().stream()
                .filter(attempt -> attempt.videoId().equals(videoId))
                .max(Comparator.comparingInt(AttemptId::attempt))
                .filter(attempt -> !unpublished.containsKey(attempt));
    }

    private static boolean hasIdentity(LoggedEvent<VideoRequested> logged) {
        return logged.event().getVideoId().equals(logged.key())
                && RequestRules.problems(logged.event()).stream().noneMatch(each -> IDENTITY.contains(each.field()));
    }

    private static <K, V> void add(Map<K, List<V>> map, K key, V value) {
        map.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
    }
}
