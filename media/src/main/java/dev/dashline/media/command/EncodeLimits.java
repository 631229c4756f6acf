package dev.dashline.media.command;

/**
 * Limits of a run of FFmpeg.
 *
 * @param threads of each decoder and encoder; 0 lets FFmpeg choose
 * @param maxPixels of a picture of the source; larger ones are refused
 */
public record EncodeLimits(int threads, long maxPixels) {}
