/** Commands for the keys of the API. */
@NullMarked
package dev.dashline.cli.key;

import org.jspecify.annotations.NullMarked;
