@NullMarked
package dev.dashline.cli.simulation;

import org.jspecify.annotations.NullMarked;
