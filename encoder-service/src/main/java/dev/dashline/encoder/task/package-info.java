/** How a task is run: executor, context, outcome and settings. Independent of Kafka. */
@NullMarked
package dev.dashline.encoder.task;

import org.jspecify.annotations.NullMarked;
