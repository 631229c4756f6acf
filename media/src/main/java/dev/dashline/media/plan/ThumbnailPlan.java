package dev.dashline.media.plan;

/**
 * Which small pictures are taken of a video, to find a place by.
 *
 * @param shape of one small picture; both sides are even
 * @param everySegments one picture is taken of every so many segments: the one that the segment starts with
 */
public record ThumbnailPlan(Shape shape, int everySegments) {}
