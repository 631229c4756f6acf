package dev.dashline.systemtests.faults;

import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.systemtests.history.AttemptId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Faults of clients: garbage, invalid and repeated records, cancellations, unpublishings, double replays. Each returns
 * false if it finds no target.
 */
final class RecordFaults {

    private static final List<Topic<?>> TOPICS = List.of(
            Topics.VIDEO_REQUESTED,
            Topics.VIDEO_ENCODED,
            Topics.ENCODER_QUEUE,
            Topics.ENCODER_TASKS,
            Topics.ENCODER_SHORT_TASKS,
            Topics.ENCODER_TASK_RESULTS,
            Topics.PUBLISHER_RESULTS);
    private static final int REPEATS = 15;
    private static final String GARBAGE_KEY = "garbage-";

    private final Client client;
    private final TopicRecorder recorder;
    private final Random random;
    private final FaultLog log;
    private final BackgroundSteps background;

    RecordFaults(FaultTargets targets, Random random, FaultLog log, BackgroundSteps background) {
        this.client = targets.client();
        this.recorder = targets.recorder();
        this.random = random;
        this.log = log;
        this.background = background;
    }

    boolean garbage(FleetFault fault) throws InterruptedException {
        log.happened(fault, "");
        for (Topic<?> topic : TOPICS) {
            for (byte[] value : UnreadableValues.of(random)) {
                client.produceGarbage(topic, GARBAGE_KEY + random.nextInt(100), value);
            }
        }
        misaddress();
        return true;
    }

    /** Writes a video's own request under another key: that must change nothing for the video. */
    private void misaddress() throws InterruptedException {
        Set<String> open =
                recorder.open().keySet().stream().map(AttemptId::videoId).collect(Collectors.toSet());
        Optional<byte[]> request = recorder.raw(Topics.VIDEO_REQUESTED).stream()
                .filter(record -> isEvent(record) && open.contains(new String(record.key(), StandardCharsets.UTF_8)))
                .map(ConsumerRecord::value)
                .findFirst();
        if (request.isPresent()) {
            client.produceGarbage(Topics.VIDEO_REQUESTED, GARBAGE_KEY + random.nextInt(100), request.get());
        }
    }

    boolean invalid(FleetFault fault) throws InterruptedException {
        log.happened(fault, "");
        for (int i = 0; i < 3; i++) {
            var unused = client.produceInvalid(log.number() * 10 + i);
        }
        return true;
    }

    boolean repeat(FleetFault fault) throws InterruptedException {
        log.happened(fault, "");
        for (Topic<?> topic : TOPICS) {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(recorder.raw(topic));
            Collections.shuffle(all, random);
            for (ConsumerRecord<byte[], byte[]> record :
                    all.stream().filter(RecordFaults::isEvent).limit(REPEATS).toList()) {
                client.repeat(topic, record.key(), record.value());
            }
        }
        return true;
    }

    /** Garbage is not repeated: the checker expects one dead letter for each place where garbage was written. */
    private static boolean isEvent(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && !new String(record.key(), StandardCharsets.UTF_8).startsWith(GARBAGE_KEY);
    }

    boolean cancel(FleetFault fault) throws InterruptedException {
        List<AttemptId> open = new ArrayList<>(recorder.open().keySet());
        Collections.shuffle(open, random);
        for (AttemptId attempt : open) {
            if (client.cancel(attempt.videoId(), random.nextInt(2))) {
                log.happened(fault, attempt.toString());
                return true;
            }
        }
        log.say("no open attempt can be cancelled");
        return false;
    }

    boolean unpublish(FleetFault fault) throws InterruptedException {
        List<AttemptId> published = new ArrayList<>(recorder.shown());
        Collections.shuffle(published, random);
        for (AttemptId attempt : published) {
            if (client.unpublish(attempt, random.nextInt(2))) {
                log.happened(fault, attempt.toString());
                return true;
            }
        }
        log.say("no published video can be unpublished");
        return false;
    }

    boolean replayTwice(FleetFault fault) {
        Optional<AttemptId> failed = recorder.failedVideos().entrySet().stream()
                .filter(entry -> FailureReplays.canSucceed(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        if (failed.isEmpty()) {
            log.say("no failed video can be replayed");
            return false;
        }
        log.happened(fault, failed.get().toString());
        List<CompletableFuture<Optional<AttemptId>>> both = Stream.of(0, 1)
                .map(replica -> background.call(() -> replay(failed.get(), replica)))
                .toList();
        both.forEach(CompletableFuture::join);
        return true;
    }

    private Optional<AttemptId> replay(AttemptId failed, int replica) {
        try {
            return client.replay(failed, replica);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
