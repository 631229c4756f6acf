/**
 * The publisher: makes public what was encoded, in time or not at all.
 *
 * <p>Reads {@code video-requested} and {@code video-encoded}, writes {@code video-published} and {@code video-failed}. It is the only one
 * that ends an attempt ({@code PublisherTopology}), and it ends each exactly once: {@code DEADLINE_EXCEEDED} comes
 * even if nothing else ever does. Publishing itself is I/O, done by a pool of publishers that are kept warm ({@code pool}), which answer
 * through the private topic {@code publisher-results}.
 */
@NullMarked
package dev.dashline.publisher;

import org.jspecify.annotations.NullMarked;
