@NullMarked
package dev.dashline.cli.run;

import org.jspecify.annotations.NullMarked;
