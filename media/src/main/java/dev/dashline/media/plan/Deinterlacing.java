package dev.dashline.media.plan;

/** What becomes of the two fields of an interlaced frame, which were taken one after the other. */
public enum Deinterlacing {
    /** The source is not interlaced. */
    NONE,
    /** Two fields become one frame: half of the motion is lost. */
    FRAMES,
    /** Each field becomes a frame, so that motion stays as smooth as it was: 50 a second from 25 interlaced ones. */
    FIELDS
}
