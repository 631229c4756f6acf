/**
 * The tasks of a whole encoding, with a real FFmpeg. There are more than 25 files because each kind of source and of
 * damage has a test class of its own, and all of them use the same {@code Pipeline}.
 */
@NullMarked
package dev.dashline.encoder.task.executor;

import org.jspecify.annotations.NullMarked;
