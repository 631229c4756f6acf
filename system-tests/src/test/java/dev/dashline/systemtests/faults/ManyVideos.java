package dev.dashline.systemtests.faults;

import dev.dashline.events.Failure;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The public events of many videos, the newest first: of ten one has failed, of a thousand one as POISON, and the
 * others are published. No service has seen them.
 */
record ManyVideos(int count, Instant newest) {

    private static final Duration AGE_OF_THE_OLDEST = Duration.ofDays(60);

    static ManyVideos of(int count) {
        return new ManyVideos(count, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** When the video was requested that has this share of all before it. */
    Instant time(double share) {
        return newest.minusMillis((long) (share * AGE_OF_THE_OLDEST.toMillis()));
    }

    /** Writes all events. Blocks. */
    void send(KafkaSettings kafka) {
        send(kafka, Topics.VIDEO_REQUESTED, i -> true, this::requested);
        send(kafka, Topics.VIDEO_FAILED, ManyVideos::hasFailed, this::failed);
        send(kafka, Topics.VIDEO_PUBLISHED, i -> !hasFailed(i), this::published);
    }

    private <V extends SpecificRecord> void send(
            KafkaSettings kafka, Topic<V> topic, IntFunction<Boolean> which, IntFunction<V> events) {
        Map<String, Object> config = kafka.producer();
        config.put("linger.ms", 20);
        config.put("batch.size", 256 << 10);
        try (KafkaProducer<String, V> producer = new KafkaProducer<>(
                config, new StringSerializer(), kafka.serdes().of(topic).serializer())) {
            for (int i = 0; i < count; i++) {
                if (which.apply(i)) {
                    var unused = producer.send(new ProducerRecord<>(topic.name(), id(i), events.apply(i)));
                }
            }
        }
    }

    private static boolean hasFailed(int i) {
        return i % 10 == 0;
    }

    private static String id(int i) {
        return "video-" + i;
    }

    private Instant requestedAt(int i) {
        return time((double) i / count);
    }

    private VideoRequested requested(int i) {
        return VideoRequested.newBuilder()
                .setVideoId(id(i))
                .setAttempt(1)
                .setSource("gs://uploads/of/some/customer/original-" + i + ".mp4")
                .setTitle("What the video " + i + " is called")
                .setLabels(Map.of("team", Integer.toString(i / 7 % 10), "clientId", "client-" + i))
                .setRequestedAt(requestedAt(i))
                .build();
    }

    private VideoFailed failed(int i) {
        FailureCode code = i % 1_000 == 0 ? FailureCode.POISON : FailureCode.INVALID_CONTAINER;
        return VideoFailed.newBuilder()
                .setEventId("failed-" + i)
                .setVideoId(id(i))
                .setAttempt(1)
                .setFailure(Failure.newBuilder()
                        .setStage(code.usualStage())
                        .setCode(code.name())
                        .setRetryable(code.retryable())
                        .setMessage("What is wrong with it, in a sentence of some words.")
                        .setDetail("What FFmpeg said. ".repeat(20))
                        .build())
                .setFailedAt(requestedAt(i).plusSeconds(20))
                .setRequest(requested(i))
                .build();
    }

    private VideoPublished published(int i) {
        return VideoPublished.newBuilder()
                .setEventId("published-" + i)
                .setVideoId(id(i))
                .setAttempt(1)
                .setManifest("https://cdn.example/videos/video-" + i + "/1/manifest.mpd")
                .setMasterPlaylist("https://cdn.example/videos/video-" + i + "/1/master.m3u8")
                .setRequestedAt(requestedAt(i))
                .setEncodingStartedAt(requestedAt(i).plusSeconds(1))
                .setEncodedAt(requestedAt(i).plusSeconds(50))
                .setPublishedAt(requestedAt(i).plusSeconds(51))
                .setRenditions(renditions())
                .setDurationMillis(600_000)
                .setFrames(18_000)
                .build();
    }

    private static List<Rendition> renditions() {
        return IntStream.of(1080, 720, 480, 360)
                .mapToObj(height -> Rendition.newBuilder()
                        .setId("v" + height)
                        .setKind(RenditionKind.VIDEO)
                        .setCodecs("avc1.640028")
                        .setWidth(height * 16 / 9)
                        .setHeight(height)
                        .setFrameRate("30/1")
                        .setBandwidth(height * 5_000L)
                        .setAverageBandwidth(height * 3_000L)
                        .setSegments(150)
                        .setBytes(height * 300_000L)
                        .build())
                .toList();
    }
}
