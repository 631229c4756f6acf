/** The workers: each slot leases one task at a time from the share group, runs it, reports, and takes the next. */
@NullMarked
package dev.dashline.encoder.worker;

import org.jspecify.annotations.NullMarked;
