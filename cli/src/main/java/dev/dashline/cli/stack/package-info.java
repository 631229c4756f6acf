/** A whole deployment on one machine: broker, registry and services, for as long as a command runs. */
@NullMarked
package dev.dashline.cli.stack;

import org.jspecify.annotations.NullMarked;
