/** The {@code dashline} command: one class for each of its commands, and nothing in them but arguments, order and words. */
@NullMarked
package dev.dashline.cli;

import org.jspecify.annotations.NullMarked;
