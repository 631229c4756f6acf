/** Reads requests as lines of JSON and submits them at a limited rate. */
@NullMarked
package dev.dashline.cli.feed;

import org.jspecify.annotations.NullMarked;
