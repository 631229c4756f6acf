/** Uploads the files that FFmpeg writes to the object store. */
@NullMarked
package dev.dashline.encoder.task.upload;

import org.jspecify.annotations.NullMarked;
