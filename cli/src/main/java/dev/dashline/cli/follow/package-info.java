/** What became of videos: what their events say, added up. */
@NullMarked
package dev.dashline.cli.follow;

import org.jspecify.annotations.NullMarked;
