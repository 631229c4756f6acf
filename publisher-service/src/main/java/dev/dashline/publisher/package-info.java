/**
 * The publisher: makes encoded videos public before their deadlines, or not at all.
 *
 * <p>Reads {@code video-requested} and {@code video-encoded}, writes {@code video-published} and {@code video-failed}.
 * Only this service ends attempts, each exactly once ({@code publication}); {@code DEADLINE_EXCEEDED} comes even if
 * nothing else does. Publishing is I/O, done by a pool of publishers that are kept warm ({@code pool}); its results
 * come back on the private topic {@code publisher-results}.
 */
@NullMarked
package dev.dashline.publisher;

import org.jspecify.annotations.NullMarked;
