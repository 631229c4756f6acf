package dev.dashline.systemtests.faults;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.history.AttemptId;
import dev.dashline.systemtests.history.History;
import dev.dashline.systemtests.history.LoggedEvent;
import dev.dashline.systemtests.history.VerifiedObjects;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads every topic and keeps all of its records. Thread-safe. */
final class TopicRecorder implements AutoCloseable {

    private static final List<Topic<?>> TOPICS = List.of(
            Topics.VIDEO_REQUESTED,
            Topics.VIDEO_ENCODED,
            Topics.VIDEO_PUBLISHED,
            Topics.VIDEO_FAILED,
            Topics.VIDEO_UNPUBLISHED,
            Topics.ENCODER_QUEUE,
            Topics.ENCODER_TASKS,
            Topics.ENCODER_SHORT_TASKS,
            Topics.ENCODER_TASK_RESULTS,
            Topics.PUBLISHER_RESULTS);

    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> raw = new HashMap<>();
    private final List<LoggedEvent<VideoRequested>> requests = new ArrayList<>();
    private final List<LoggedEvent<VideoPublished>> published = new ArrayList<>();
    private final List<LoggedEvent<VideoFailed>> failed = new ArrayList<>();
    private final List<LoggedEvent<VideoUnpublished>> unpublished = new ArrayList<>();
    private final Map<AttemptId, VerifiedObjects> inventories = new HashMap<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final Map<AttemptId, Instant> open = new LinkedHashMap<>();
    private final Map<AttemptId, String> ended = new HashMap<>();
    private final TaskTries tries = new TaskTries();
    private final AttemptMoves moves = new AttemptMoves();
    private final Platform platform;
    private final TopicFollower follower;
    private volatile Instant lastEnd = Instant.now();

    TopicRecorder(Platform platform) {
        this.platform = platform;
        this.follower = TopicFollower.start("recorder", platform.kafka(), TOPICS, this::keep);
    }

    /** What the topics hold up to now, with what this client was promised. */
    synchronized History history(Client client) {
        return new History(
                client.acknowledged(),
                client.garbage(),
                List.copyOf(requests),
                List.copyOf(published),
                List.copyOf(failed),
                List.copyOf(unpublished),
                client.unpublishings(),
                Map.copyOf(inventories));
    }

    synchronized List<LoggedEvent<VideoPublished>> published() {
        return List.copyOf(published);
    }

    synchronized Map<AttemptId, VerifiedObjects> inventories() {
        return Map.copyOf(inventories);
    }

    /** Attempts without an outcome, and when they were requested. */
    synchronized Map<AttemptId, Instant> open() {
        return Map.copyOf(open);
    }

    /** How many attempts have an outcome. */
    synchronized int countEnded() {
        return ended.size();
    }

    /** {@code published} or the failure's code; empty while the attempt is open. */
    synchronized Optional<String> outcome(AttemptId attempt) {
        return Optional.ofNullable(ended.get(attempt));
    }

    /** The videos whose newest attempt has failed: that attempt and its failure's code. */
    synchronized Map<AttemptId, String> failedVideos() {
        Map<AttemptId, String> videos = new LinkedHashMap<>();
        newest.forEach((videoId, attempt) -> {
            AttemptId id = new AttemptId(videoId, attempt);
            Optional.ofNullable(ended.get(id))
                    .filter(outcome -> !outcome.equals("published"))
                    .ifPresent(code -> videos.put(id, code));
        });
        return videos;
    }

    /** The attempts that are public, each the newest of its video. */
    synchronized Set<AttemptId> shown() {
        Set<AttemptId> shown = new HashSet<>();
        newest.forEach((videoId, attempt) -> shown.add(new AttemptId(videoId, attempt)));
        shown.removeIf(attempt -> !"published".equals(ended.get(attempt)));
        unpublished.forEach(each -> shown.remove(
                new AttemptId(each.event().getVideoId(), each.event().getAttempt())));
        return shown;
    }

    /** The tries of open attempts that this process runs. */
    synchronized List<TaskTries.TaskTry> running(long pid) {
        return tries.running(pid).stream()
                .filter(each -> open.containsKey(each.attempt()))
                .toList();
    }

    /** The tries that this process has begun and that the scheduler found to be lost. */
    synchronized List<TaskTries.TaskTry> lost(long pid) {
        return tries.lost(pid);
    }

    /** {@link AttemptMoves#heldUp}. */
    synchronized Duration heldUp(Instant fault) {
        return moves.heldUp(fault);
    }

    Instant lastEnd() {
        return lastEnd;
    }

    /** The records of a topic, not deserialized. */
    synchronized List<ConsumerRecord<byte[], byte[]>> raw(Topic<?> topic) {
        return List.copyOf(raw.getOrDefault(topic.name(), List.of()));
    }

    @Override
    public void close() throws InterruptedException {
        follower.close();
    }

    private synchronized void keep(ConsumerRecord<byte[], byte[]> record, Optional<SpecificRecord> event) {
        raw.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add(record);
        event.ifPresent(value -> {
            moves.keep(value, Instant.now()); // The clock of who wrote it may be wrong, which is one of the faults.
            keep(record, value);
        });
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, SpecificRecord value) {
        if (value instanceof VideoRequested request) {
            requests.add(logged(record, request));
            if (request.getVideoId().equals(key(record))
                    && request.getAttempt() > newest.getOrDefault(request.getVideoId(), 0)) {
                newest.put(request.getVideoId(), request.getAttempt());
                AttemptId attempt = new AttemptId(request.getVideoId(), request.getAttempt());
                if (!ended.containsKey(attempt)) {
                    open.put(attempt, Instant.ofEpochMilli(record.timestamp()));
                }
            }
        } else if (value instanceof VideoEncoded encoded) {
            encoded.getEncoded()
                    .ifPresent(video -> inventory(
                            new AttemptId(encoded.getVideoId(), encoded.getAttempt()),
                            URI.create(video.getInventory())));
        } else if (value instanceof EncoderTaskResult result) {
            tries.keep(result);
        } else if (value instanceof VideoPublished event) {
            published.add(logged(record, event));
            end(new AttemptId(event.getVideoId(), event.getAttempt()), "published");
        } else if (value instanceof VideoUnpublished event) {
            unpublished.add(logged(record, event));
        } else if (value instanceof VideoFailed event) {
            failed.add(logged(record, event));
            event.getVideoId()
                    .ifPresent(videoId -> end(
                            new AttemptId(videoId, event.getAttempt()),
                            event.getFailure().getCode()));
        }
    }

    private void end(AttemptId attempt, String outcome) {
        open.remove(attempt);
        ended.putIfAbsent(attempt, outcome);
        lastEnd = Instant.now();
    }

    private void inventory(AttemptId attempt, URI uri) {
        try {
            inventories.put(attempt, VerifiedObjects.parse(Files.readAllBytes(platform.file(uri))));
        } catch (IOException e) {
            // An old event, repeated: its inventory was read the first time and may be gone.
        }
    }

    private static <E> LoggedEvent<E> logged(ConsumerRecord<byte[], byte[]> record, E event) {
        return new LoggedEvent<>(
                new LoggedEvent.Place(record.topic(), record.partition(), record.offset()),
                key(record),
                Instant.ofEpochMilli(record.timestamp()),
                event);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
