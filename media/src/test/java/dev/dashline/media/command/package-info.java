@NullMarked
package dev.dashline.media.command;

import org.jspecify.annotations.NullMarked;
