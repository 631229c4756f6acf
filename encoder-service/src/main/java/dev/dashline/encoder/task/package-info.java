/** What a task is to whoever runs one: executor, context, outcome and settings. Knows no Kafka. */
@NullMarked
package dev.dashline.encoder.task;

import org.jspecify.annotations.NullMarked;
