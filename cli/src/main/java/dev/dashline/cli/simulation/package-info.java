/** The pipeline with encoders and publishers that only take time. */
@NullMarked
package dev.dashline.cli.simulation;

import org.jspecify.annotations.NullMarked;
