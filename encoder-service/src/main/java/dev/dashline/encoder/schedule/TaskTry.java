package dev.dashline.encoder.schedule;

/**
 * One try of one task.
 *
 * @param epoch which try it is, from 1
 */
public record TaskTry(String videoId, int attempt, String taskId, int epoch) {}
