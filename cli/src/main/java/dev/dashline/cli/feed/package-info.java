/** Requests as lines of JSON, and how fast they are handed over. */
@NullMarked
package dev.dashline.cli.feed;

import org.jspecify.annotations.NullMarked;
