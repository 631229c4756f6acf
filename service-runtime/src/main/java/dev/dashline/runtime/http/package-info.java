/** The endpoint that operators and orchestrators look at. */
@NullMarked
package dev.dashline.runtime.http;

import org.jspecify.annotations.NullMarked;
