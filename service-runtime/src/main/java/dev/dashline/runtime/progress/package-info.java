/** What can be told from {@code video-progress}. */
@NullMarked
package dev.dashline.runtime.progress;

import org.jspecify.annotations.NullMarked;
