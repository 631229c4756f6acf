package dev.dashline.media;

/** Why media work cannot be done, as a stable name. */
public enum MediaFault {
    /** The request names a profile that does not exist. */
    UNKNOWN_PROFILE,
    /** There is no source where it should be. */
    SOURCE_NOT_FOUND,
    /** The source was replaced between two reads of it. */
    SOURCE_CHANGED,
    /** The source is not a media file of a known format. */
    INVALID_CONTAINER,
    /** Part of the source is missing or damaged. */
    CORRUPT_MEDIA,
    /** The source has no video track, and one is wanted. */
    NO_VIDEO,
    /** The source has no audio track that can be decoded, and one is wanted. */
    NO_AUDIO,
    /** A subtitle file is neither valid WebVTT nor valid SubRip. */
    INVALID_SUBTITLES,
    /** The source is encrypted, or FFmpeg cannot decode its codec. */
    UNSUPPORTED_CODEC,
    /** The picture has more pixels than allowed. */
    TOO_LARGE,
    /** The source lasts longer than allowed. */
    DURATION_LIMIT,
    /** FFmpeg failed for a reason that is not in the source: it was killed, it hung, it could not start. */
    ENCODER_FAILED,
    /** What was written is not what was asked for. */
    OUTPUT_INVALID
}
