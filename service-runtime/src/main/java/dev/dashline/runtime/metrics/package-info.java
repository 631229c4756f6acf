/** The meters of a service and their export to Prometheus. */
@NullMarked
package dev.dashline.runtime.metrics;

import org.jspecify.annotations.NullMarked;
