package dev.dashline.media.tag;

/** What a track is for that is not for everybody. */
public enum TrackRole {
    /** Somebody speaks about the video. */
    COMMENTARY,
    /** Says what there is to see. */
    DESCRIPTION,
    /** For people who hear badly: text that names sounds, or speech that is easy to understand. */
    HEARING_IMPAIRED,
    /** Text that everybody needs, such as that of another language in the film. */
    FORCED,
    /** Speech in another language than that of the original. */
    DUB
}
