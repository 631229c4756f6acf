/** What a person would look for while it runs. */
@NullMarked
package dev.dashline.runtime.metrics;

import org.jspecify.annotations.NullMarked;
