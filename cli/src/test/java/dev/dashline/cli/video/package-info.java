@NullMarked
package dev.dashline.cli.video;

import org.jspecify.annotations.NullMarked;
