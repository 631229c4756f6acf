/** Options that several commands have, and how their values are read. */
@NullMarked
package dev.dashline.cli.option;

import org.jspecify.annotations.NullMarked;
