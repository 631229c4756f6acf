package dev.dashline.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.follow.VideoFollower;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows videos by their statuses. That needs no client of Kafka, which takes most of a second to load. While the
 * service does not answer, videos stay as they were. Not thread-safe.
 */
public final class StatusFollower implements VideoFollower {

    private final IngestClient client;
    private final Map<String, VideoSnapshot> videos = new LinkedHashMap<>();
    private boolean looked;

    /** @param inputs what the user called them, by their ids */
    public StatusFollower(IngestClient client, Map<String, String> inputs) {
        this.client = client;
        inputs.forEach((id, input) -> videos.put(
                id,
                new VideoSnapshot(
                        input,
                        id,
                        VideoPhase.WAITING,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
    }

    @Override
    public List<VideoSnapshot> look(Duration time) {
        if (looked) {
            pause(time);
        }
        looked = true;
        videos.replaceAll((id, last) -> last.state().isFinal() ? last : newest(last));
        List<String> encoding = videos.values().stream()
                .filter(video -> video.state() == VideoPhase.ENCODING)
                .map(VideoSnapshot::videoId)
                .limit(IngestClient.MOST_PROGRESS)
                .toList();
        if (!encoding.isEmpty() && client.progress(encoding) instanceof StatusAnswer.Known known) {
            known.status().path("videos").forEach(this::advance);
        }
        return List.copyOf(videos.values());
    }

    private VideoSnapshot newest(VideoSnapshot last) {
        return client.look(last.videoId()) instanceof StatusAnswer.Known known
                ? StatusReader.read(last.input(), known.status())
                : last;
    }

    private void advance(JsonNode progress) {
        long total = progress.path("totalMs").asLong();
        videos.computeIfPresent(
                progress.path("id").asText(),
                (id, last) -> total <= 0
                        ? last
                        : last.at(
                                Math.min(1, (double) progress.path("doneMs").asLong() / total),
                                Optional.of(progress.path("remainingMs"))
                                        .filter(JsonNode::isNumber)
                                        .map(left -> Duration.ofMillis(left.asLong()))));
    }

    private static void pause(Duration time) {
        try {
            Sleeper.SYSTEM.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
