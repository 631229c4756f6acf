package dev.dashline.embedded;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.Failure;
import dev.dashline.events.Priority;
import dev.dashline.events.Stage;
import dev.dashline.events.SubtitleSource;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.schemas.TrustedEvents;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events that together have every shape in them that our schemas use: maps, arrays, enums, bytes, nulls, unions of
 * records.
 */
final class Events {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    static {
        TrustedEvents.vouch();
    }

    private Events() {}

    static Stream<SpecificRecord> oneOfEachShape() {
        return Stream.of(request(), deadLetter(), result());
    }

    static VideoRequested request() {
        return VideoRequested.newBuilder()
                .setVideoId("video-1")
                .setAttempt(2)
                .setSource("gs://input/a.mp4")
                .setTitle("Zwölf Boxkämpfer 🥊")
                .setLabels(Map.of("clientId", "4711"))
                .setPriority(Priority.HIGH)
                .setRequestedAt(AT)
                .setDeadline(AT.plusSeconds(60))
                .setDeadlineClock(DeadlineClock.ENCODING_STARTED)
                .setSubtitles(List.of(new SubtitleSource("gs://input/a.vtt", "en", null)))
                .build();
    }

    private static VideoFailed deadLetter() {
        return VideoFailed.newBuilder()
                .setEventId("id")
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.REQUEST)
                        .setCode("UNDECODABLE_RECORD")
                        .setRetryable(false)
                        .setMessage("Not Avro.")
                        .build())
                .setFailedAt(AT)
                .setRequest(request())
                .setUndecodable(new UndecodableRecord(
                        "video-requested", 3, 17L, AT, null, ByteBuffer.wrap(new byte[] {1, 2, (byte) 0xff})))
                .build();
    }

    private static EncoderTaskResult result() {
        return EncoderTaskResult.newBuilder()
                .setVideoId("video-1")
                .setAttempt(1)
                .setTaskId("video-00003")
                .setEpoch(1)
                .setWorker("host-1-0")
                .setAt(AT)
                .setOutcome(new Transcoded(new PartRef("video-00003", "file:///part.json", "0a1b2c3d", 250L)))
                .build();
    }
}
