package dev.dashline.cli.follow;

import dev.dashline.runtime.kafka.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows the first attempts of videos by their events. Not thread-safe. */
public final class EventVideos implements VideoFollower {

    private final EventFollower events;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, TrackedVideo> videos = new LinkedHashMap<>();

    /**
     * @param inputs what the user called them, by their ids
     * @param since a moment before the first of them was submitted
     */
    public EventVideos(KafkaSettings kafka, Map<String, String> inputs, Instant since) {
        this.events = new EventFollower(kafka, since);
        inputs.forEach((id, input) -> videos.put(id, new TrackedVideo(input, id, 1)));
    }

    @Override
    public List<VideoSnapshot> look(Duration time) {
        events.poll(videos, time);
        Instant now = clock.instant();
        return videos.values().stream().map(video -> video.status(now)).toList();
    }

    @Override
    public void close() {
        events.close();
    }
}
