/** Commands that look at failures and replay them. */
@NullMarked
package dev.dashline.cli.failed;

import org.jspecify.annotations.NullMarked;
