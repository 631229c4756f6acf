package dev.dashline.encoder.simulated;

import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.runtime.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a request's labels say of a video that is not there.
 *
 * @param encodingTime what all transcode tasks take together
 * @param chunks how many those are, at most {@value #MOST_CHUNKS}
 */
public record SimulatedVideo(Duration encodingTime, int chunks) {

    /** Label: how long encoding takes, such as {@code 6s} or {@code PT6.5S}; {@code 1s} if it is not there. */
    public static final String ENCODING_TIME = "simulatedEncodingTime";

    /** Label: into how many chunks the video is cut; {@code 1} if it is not there. */
    public static final String CHUNKS = "simulatedChunks";

    static final int FRAME_RATE = 25;
    static final int SEGMENT_FRAMES = 2 * FRAME_RATE;
    private static final int MOST_CHUNKS = 1_000;

    private static final List<VideoRung> RUNGS = List.of(
            new VideoRung("v360", 640, 360, 23, 900_000L, 1_800_000L, "veryfast", "main", "3.0", "h264", null),
            new VideoRung("v180", 320, 180, 23, 300_000L, 600_000L, "veryfast", "main", "1.3", "h264", null));

    public SimulatedVideo {
        if (encodingTime.isNegative()) {
            throw new IllegalArgumentException(ENCODING_TIME + " must not be negative");
        }
        if (chunks < 1 || chunks > MOST_CHUNKS) {
            throw new IllegalArgumentException(CHUNKS + " must be from 1 to " + MOST_CHUNKS);
        }
    }

    /**
     * Reads labels.
     *
     * @throws IllegalArgumentException if one cannot be understood, with a message that names it
     */
    static SimulatedVideo of(Map<String, String> labels) {
        String time = labels.getOrDefault(ENCODING_TIME, "1s");
        String chunks = labels.getOrDefault(CHUNKS, "1");
        try {
            return new SimulatedVideo(Setting.parseDuration(time), Integer.parseInt(chunks));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(CHUNKS + " is no number: " + chunks, e);
        } catch (IllegalArgumentException e) {
            throw e.getCause() == null
                    ? e
                    : new IllegalArgumentException(ENCODING_TIME + " is no time span: " + time, e);
        }
    }

    Duration timePerChunk() {
        return encodingTime.dividedBy(chunks);
    }

    /** A plan with one segment of two seconds in each chunk. */
    EncodingPlan plan(String source) {
        return EncodingPlan.newBuilder()
                .setSource(source)
                .setSourceGeneration(0)
                .setSourceBytes(0)
                .setVideoStream(0)
                .setStartMicros(0)
                .setFrameRateNum(FRAME_RATE)
                .setFrameRateDen(1)
                .setFrames((long) SEGMENT_FRAMES * chunks)
                .setChunkFrames(SEGMENT_FRAMES)
                .setSegmentFrames(SEGMENT_FRAMES)
                .setGopFrames(SEGMENT_FRAMES)
                .setChunks(chunks)
                .setWidth(RUNGS.get(0).getWidth())
                .setHeight(RUNGS.get(0).getHeight())
                .setRungs(RUNGS)
                .setAudioTracks(List.of())
                .build();
    }
}
