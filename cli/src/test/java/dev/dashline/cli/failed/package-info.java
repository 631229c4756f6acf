@NullMarked
package dev.dashline.cli.failed;

import org.jspecify.annotations.NullMarked;
