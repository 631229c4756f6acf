package dev.dashline.publisher.publication;

/**
 * Orders to remove from the stores what an attempt that has ended left there and nobody needs.
 *
 * @param published whether the attempt was published: then its objects and manifests stay, and only the intermediate
 *     ones go
 * @param publishedBefore as {@link PublicationOrder#publishedBefore()}
 */
public record SweepOrder(String videoId, int attempt, boolean published, int publishedBefore) {}
