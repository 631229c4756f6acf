@NullMarked
package dev.dashline.cli.option;

import org.jspecify.annotations.NullMarked;
