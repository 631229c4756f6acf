@NullMarked
package dev.dashline.cli;

import org.jspecify.annotations.NullMarked;
