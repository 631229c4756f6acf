/**
 * An emulator of Google Cloud Storage's JSON API for development and tests, as far as Google's Java client uses it,
 * with faults on demand.
 *
 * <p>From the outside in: {@link dev.dashline.gcsemulator.GcsEmulator} starts it, {@code GcsHandler} is HTTP and
 * faults, {@code GcsApi} routes, {@code ObjectApi}, {@code UploadApi} and {@code BucketApi} are the operations, {@code
 * ObjectTable} is what there is.
 */
@NullMarked
package dev.dashline.gcsemulator;

import org.jspecify.annotations.NullMarked;
