/** What can be derived from the events on {@code video-progress}. */
@NullMarked
package dev.dashline.runtime.progress;

import org.jspecify.annotations.NullMarked;
