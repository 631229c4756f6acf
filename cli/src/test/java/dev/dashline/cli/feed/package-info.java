@NullMarked
package dev.dashline.cli.feed;

import org.jspecify.annotations.NullMarked;
