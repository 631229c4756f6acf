package dev.dashline.publisher.publication;

/**
 * What an attempt that has ended may have left in the stores, and nobody needs.
 *
 * @param published whether the attempt was published: then its objects and manifests are needed, and only what led there is not
 * @param publishedBefore as {@link Order#publishedBefore()}
 */
public record Leftovers(String videoId, int attempt, boolean published, int publishedBefore) {}
