/** Shows results: bars on a terminal, lines elsewhere, JSON for programs. */
@NullMarked
package dev.dashline.cli.view;

import org.jspecify.annotations.NullMarked;
