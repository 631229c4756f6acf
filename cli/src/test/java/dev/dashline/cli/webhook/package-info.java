@NullMarked
package dev.dashline.cli.webhook;

import org.jspecify.annotations.NullMarked;
