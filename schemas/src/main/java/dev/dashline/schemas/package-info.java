/**
 * The contract between the services: which topics there are, what their records mean, and how they look on the wire.
 *
 * <p>The events themselves are generated from {@code src/main/avro} into {@code dev.dashline.events}.
 */
@NullMarked
package dev.dashline.schemas;

import org.jspecify.annotations.NullMarked;
