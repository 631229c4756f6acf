package dev.dashline.schemas;

import dev.dashline.events.Stage;
import java.util.EnumSet;
import java.util.Set;

/**
 * The stable names of causes of failure. Names are public API: they are never renamed, and a new one may come with any
 * release.
 */
public enum FailureCode {
    INVALID_REQUEST(Stage.REQUEST, false, "Correct the request: the message names the field."),
    UNDECODABLE_RECORD(
            Stage.REQUEST,
            false,
            "Produce the record again: with the topic's registered schema, its videoId as its key."),
    UNKNOWN_PROFILE(Stage.ANALYZE, false, "Name a profile that exists."),
    SOURCE_NOT_FOUND(Stage.ANALYZE, true, "Put the source where the request says it is, then replay."),
    SOURCE_FORBIDDEN(Stage.ANALYZE, false, "Move the source to a place that this deployment may read."),
    SOURCE_CHANGED(Stage.TRANSCODE, true, "Leave the source alone until the video is published; replay."),
    INVALID_CONTAINER(
            Stage.ANALYZE,
            false,
            "Send a video file: MP4, MOV, 3GP, Matroska, WebM, MPEG-TS, MPEG-PS, AVI, WMV, FLV, MXF, Ogg, DV or GIF."),
    CORRUPT_MEDIA(Stage.TRANSCODE, false, "Export or upload the source again."),
    NO_VIDEO(Stage.ANALYZE, false, "Send a source with a video track, or choose the profile audio-only."),
    NO_AUDIO(Stage.ANALYZE, false, "Send a source with sound, or choose a profile that encodes video."),
    INVALID_SUBTITLES(
            Stage.TRANSCODE, false, "Correct that file, WebVTT or SubRip in UTF-8, or leave it out of the request."),
    UNSUPPORTED_CODEC(Stage.ANALYZE, false, "Export the source with a codec that FFmpeg decodes, and unencrypted."),
    TOO_LARGE(Stage.ANALYZE, false, "Send a smaller source, or raise the limit that the message names."),
    DURATION_LIMIT(Stage.ANALYZE, false, "Send a shorter source, or raise MAX_SOURCE_DURATION."),
    ENCODER_FAILED(Stage.TRANSCODE, true, "Replay; if it fails again, read the detail: FFmpeg says why."),
    OUTPUT_INVALID(Stage.TRANSCODE, true, "Replay: it is encoded anew where that is needed."),
    POISON(Stage.TRANSCODE, false, "Three workers failed at the task or were lost at it. Report it with its source."),
    STORE_UNAVAILABLE(Stage.TRANSCODE, true, "Wait until the object store answers again, then replay."),
    STORE_UNAUTHENTICATED(Stage.ANALYZE, true, "Give the services credentials that the store knows, then replay."),
    BUCKET_NOT_FOUND(Stage.ANALYZE, true, "Make the bucket that the message names, or name another, then replay."),
    STORE_FORBIDDEN(Stage.TRANSCODE, true, "Give the services' account access to the bucket, then replay."),
    WORKER_LOST(Stage.TRANSCODE, true, "Replay; look why encoders vanish."),
    DEADLINE_EXCEEDED(Stage.PUBLISH, true, "Replay with a later deadline, or scale the encoders up."),
    CANCELLED(Stage.REQUEST, true, "Somebody cancelled it; replay if that was a mistake."),
    SUPERSEDED(Stage.REQUEST, false, "A later attempt took its place; follow that one."),
    PUBLISH_FAILED(Stage.PUBLISH, true, "Replay once the public store accepts writes."),
    INTERNAL(Stage.UNKNOWN, true, "A bug: report it with the detail.");

    private static final Set<FailureCode> FOR_PEOPLE = EnumSet.of(
            SOURCE_NOT_FOUND,
            SOURCE_FORBIDDEN,
            SOURCE_CHANGED,
            STORE_UNAUTHENTICATED,
            BUCKET_NOT_FOUND,
            STORE_FORBIDDEN);

    private static final Set<FailureCode> OF_A_MACHINE =
            EnumSet.of(SOURCE_NOT_FOUND, SOURCE_FORBIDDEN, STORE_UNAUTHENTICATED, STORE_FORBIDDEN);

    private final Stage usualStage;
    private final boolean retryable;
    private final String remedy;

    FailureCode(Stage usualStage, boolean retryable, String remedy) {
        this.usualStage = usualStage;
        this.retryable = retryable;
        this.remedy = remedy;
    }

    /** Where in the pipeline it mostly happens; an event may name another stage. */
    public Stage usualStage() {
        return usualStage;
    }

    /** Whether a replay of the same request may succeed without a change to its source. */
    public boolean retryable() {
        return retryable;
    }

    /**
     * Whether trying again within the same attempt may help: not where a person has to do something first.
     *
     * @param name of a code, which this version may not know
     * @param retryable what its event says of it
     */
    public static boolean mayPass(String name, boolean retryable) {
        return retryable && FOR_PEOPLE.stream().noneMatch(code -> code.name().equals(name));
    }

    /**
     * Whether the cause may lie with the machine that says so, such as a share that is not mounted there or a
     * credential that it does not have.
     *
     * @param name of a code, which this version may not know
     */
    public static boolean mayBeOfMachine(String name) {
        return OF_A_MACHINE.stream().anyMatch(code -> code.name().equals(name));
    }

    /** What the owner of the request should do, in one sentence. */
    public String remedy() {
        return remedy;
    }
}
