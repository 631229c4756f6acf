/** Does each kind of task with FFmpeg. Knows no Kafka. */
@NullMarked
package dev.dashline.encoder.task.executor;

import org.jspecify.annotations.NullMarked;
