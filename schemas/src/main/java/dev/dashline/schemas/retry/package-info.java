/**
 * How long to wait before a failed call is tried again. It stands here because every module that retries depends on
 * this one.
 */
@NullMarked
package dev.dashline.schemas.retry;

import org.jspecify.annotations.NullMarked;
