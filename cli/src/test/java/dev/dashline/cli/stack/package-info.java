@NullMarked
package dev.dashline.cli.stack;

import org.jspecify.annotations.NullMarked;
