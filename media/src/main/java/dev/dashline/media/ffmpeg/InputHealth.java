package dev.dashline.media.ffmpeg;

/** How a source fares while it is read. */
public enum InputHealth {
    /** What is asked for arrives. */
    FLOWING,
    /** It is being waited for: that nothing is written meanwhile is nobody's fault. */
    WAITING,
    /** It will not arrive any more: whoever reads is to be stopped before it takes that for the end. */
    BROKEN
}
