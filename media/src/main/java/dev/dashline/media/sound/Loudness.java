package dev.dashline.media.sound;

/**
 * How loud a track is (EBU R 128).
 *
 * @param integrated of the whole track, LUFS
 * @param range how much it changes, LU (EBU Tech 3342)
 * @param truePeak its highest peak, between samples, too; dBTP
 */
public record Loudness(double integrated, double range, double truePeak) {}
