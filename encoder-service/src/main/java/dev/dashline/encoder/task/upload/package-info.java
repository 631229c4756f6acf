/** The way of what FFmpeg writes into the object store. */
@NullMarked
package dev.dashline.encoder.task.upload;

import org.jspecify.annotations.NullMarked;
