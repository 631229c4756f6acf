/**
 * Sources that are not files of this machine: read in parts, as far as they are asked for, and handed to FFmpeg on the
 * loopback address.
 */
@NullMarked
package dev.dashline.encoder.source;

import org.jspecify.annotations.NullMarked;
