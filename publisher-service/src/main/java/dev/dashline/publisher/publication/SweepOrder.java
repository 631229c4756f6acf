package dev.dashline.publisher.publication;

/**
 * An order to remove the leftovers of an attempt that has ended from the stores.
 *
 * @param published whether the attempt was published; if so, only its intermediate objects are removed
 * @param publishedBefore as {@link WithdrawalOrder#publishedBefore()}
 */
public record SweepOrder(String videoId, int attempt, boolean published, int publishedBefore) {}
