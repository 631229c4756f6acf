/**
 * The pool of publishers and what it does with the arbiter's orders. {@link dev.dashline.publisher.pool.PublisherPool}
 * decides, without threads or a clock; {@link dev.dashline.publisher.pool.PoolRunner} and
 * {@link dev.dashline.publisher.pool.PublicationExecutor} carry out. Nothing here knows Kafka.
 */
@NullMarked
package dev.dashline.publisher.pool;

import org.jspecify.annotations.NullMarked;
