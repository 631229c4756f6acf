/** Kafka as the services use it: connection settings, the Streams runner, timers, dead letters and the backlog. */
@NullMarked
package dev.dashline.runtime.kafka;

import org.jspecify.annotations.NullMarked;
