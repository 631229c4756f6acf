package dev.dashline.ingest.http;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.ingest.video.Videos;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Videos without Kafka; down on demand, and held up on demand. */
final class InMemoryVideos implements Videos {

    final Map<String, VideoStatus> statuses = new ConcurrentHashMap<>();
    volatile boolean down;
    volatile Runnable onRequest = () -> {};

    @Override
    public void request(VideoRequested request) {
        onRequest.run();
        check();
        statuses.compute(request.getVideoId(), (id, before) -> VideoStatuses.apply(before, request));
    }

    @Override
    public Optional<VideoStatus> find(String videoId) {
        check();
        return Optional.ofNullable(statuses.get(videoId));
    }

    @Override
    public Optional<VideoStatus> settled(String videoId) {
        return find(videoId);
    }

    @Override
    public List<VideoStatus> newest(Set<VideoState> states, int limit) {
        check();
        return statuses.values().stream()
                .filter(status -> states.contains(status.getState()))
                .limit(limit)
                .toList();
    }

    private void check() {
        if (down) {
            throw new UnavailableException("Kafka does not answer", null);
        }
    }
}
