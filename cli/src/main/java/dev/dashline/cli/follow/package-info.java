/** Follows videos by their events. */
@NullMarked
package dev.dashline.cli.follow;

import org.jspecify.annotations.NullMarked;
