/**
 * Publishers, and the pool that keeps enough of them ready. Nothing here knows Kafka: orders come in by a call, answers go out by a call.
 */
@NullMarked
package dev.dashline.publisher.pool;

import org.jspecify.annotations.NullMarked;
