package dev.dashline.encoder.simulated;

import dev.dashline.media.colour.SourceColours;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.Deinterlacing;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.Shape;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.profile.EncodingProfile.Encoder;
import dev.dashline.media.profile.EncodingProfile.RateControl;
import dev.dashline.media.profile.VideoCodec;
import dev.dashline.media.seek.SeekPoints;
import dev.dashline.runtime.config.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A video that exists only in a request's labels.
 *
 * @param encodingTime time of all transcode tasks together
 * @param predictedTime what is predicted for them: predictions of real videos are seldom right, either
 * @param chunks number of transcode tasks, at most {@value #MOST_CHUNKS}
 */
public record SimulatedVideo(Duration encodingTime, Duration predictedTime, int chunks) {

    /** Label: how long encoding takes, such as {@code 6s} or {@code PT6.5S}; {@code 1s} if it is missing. */
    public static final String ENCODING_TIME = "simulatedEncodingTime";

    /** Label: how long encoding takes as predicted; what it does take if it is missing. */
    public static final String PREDICTED_TIME = "simulatedPredictedTime";

    /** Label: the number of chunks; {@code 1} if it is missing. */
    public static final String CHUNKS = "simulatedChunks";

    static final int FRAME_RATE = 25;
    static final int SEGMENT_FRAMES = 2 * FRAME_RATE;
    private static final int MOST_CHUNKS = 10_000;

    private static final List<Rung> RUNGS = List.of(
            rung("v360", new Shape(640, 360), 900_000, "3.0"), rung("v180", new Shape(320, 180), 300_000, "1.3"));

    public SimulatedVideo {
        if (encodingTime.isNegative() || predictedTime.isNegative()) {
            throw new IllegalArgumentException(ENCODING_TIME + " and " + PREDICTED_TIME + " must not be negative");
        }
        if (chunks < 1 || chunks > MOST_CHUNKS) {
            throw new IllegalArgumentException(CHUNKS + " must be from 1 to " + MOST_CHUNKS);
        }
    }

    /**
     * Reads labels.
     *
     * @throws IllegalArgumentException if one cannot be read, with a message that names it
     */
    static SimulatedVideo of(Map<String, String> labels) {
        String time = labels.getOrDefault(ENCODING_TIME, "1s");
        String chunks = labels.getOrDefault(CHUNKS, "1");
        try {
            return new SimulatedVideo(
                    duration(ENCODING_TIME, time),
                    duration(PREDICTED_TIME, labels.getOrDefault(PREDICTED_TIME, time)),
                    Integer.parseInt(chunks));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(CHUNKS + " is not a number: " + chunks, e);
        }
    }

    private static Duration duration(String label, String text) {
        try {
            return Setting.parseDuration(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(label + " is not a duration: " + text, e);
        }
    }

    Duration timePerChunk() {
        return encodingTime.dividedBy(chunks);
    }

    private static Rung rung(String id, Shape shape, long maxrate, String level) {
        return new Rung(
                id,
                shape,
                new RateControl(OptionalInt.of(23), OptionalLong.empty(), maxrate, 2 * maxrate),
                new Encoder(VideoCodec.H264, "veryfast", "main"),
                Optional.of(level));
    }

    /** A plan with one segment of two seconds in each chunk. */
    MediaPlan plan(URI source) {
        ChunkGrid grid = new ChunkGrid(
                new FrameRate(FRAME_RATE, 1),
                (long) SEGMENT_FRAMES * chunks,
                SEGMENT_FRAMES,
                SEGMENT_FRAMES,
                SEGMENT_FRAMES,
                chunks);
        VideoPlan video = new VideoPlan(
                0,
                0,
                false,
                new VideoPlan.Picture(RUNGS.get(0).shape(), false, Deinterlacing.NONE, SourceColours.UNTOLD),
                grid,
                SeekPoints.UNKNOWN,
                0,
                false,
                RUNGS,
                Optional.empty(),
                Optional.empty());
        return new MediaPlan(
                new SourcePin(source, 0, 0), 0, Optional.of(video), grid.segmentMicros(), List.of(), List.of(), false);
    }
}
