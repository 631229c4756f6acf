/** Runs the real services with simulated encoders and publishers. */
@NullMarked
package dev.dashline.cli.simulation;

import org.jspecify.annotations.NullMarked;
