@NullMarked
package dev.dashline.cli.key;

import org.jspecify.annotations.NullMarked;
