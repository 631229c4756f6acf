/** Kafka as the services use it: connection settings, the streams runner, timers. */
@NullMarked
package dev.dashline.runtime.kafka;

import org.jspecify.annotations.NullMarked;
