/** Kafka as the services use it: connection settings, the Streams runner, processors and their timers. */
@NullMarked
package dev.dashline.runtime.kafka;

import org.jspecify.annotations.NullMarked;
