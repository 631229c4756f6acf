package dev.dashline.media.ffmpeg;

/** How the reading of a source goes. */
public enum InputHealth {
    /** Data arrives as it is asked for. */
    FLOWING,
    /** The source makes the reader wait: a run without progress is not hung. */
    WAITING,
    /** No more data will arrive: the reader must be stopped before it takes this for the end of the source. */
    BROKEN
}
