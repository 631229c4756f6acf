package dev.dashline.media.command;

/**
 * What a run of FFmpeg may use.
 *
 * @param threads of each decoder and encoder; 0 lets FFmpeg choose
 * @param maxPixels of a picture of the source; larger ones are refused
 */
public record EncodeLimits(int threads, long maxPixels) {}
