/** Starts programs that read strangers' files so that they reach nothing but their task. Why it is done so: ADR 40. */
@NullMarked
package dev.dashline.media.cage;

import org.jspecify.annotations.NullMarked;
