/** Commands that run services, stacks and simulations, and look after a cluster. */
@NullMarked
package dev.dashline.cli.run;

import org.jspecify.annotations.NullMarked;
