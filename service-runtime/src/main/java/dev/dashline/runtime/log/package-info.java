/** The context and the settings of log lines. */
@NullMarked
package dev.dashline.runtime.log;

import org.jspecify.annotations.NullMarked;
