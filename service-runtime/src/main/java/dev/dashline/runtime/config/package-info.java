/** Configuration from the environment: each setting declared once, every mistake reported at once. */
@NullMarked
package dev.dashline.runtime.config;

import org.jspecify.annotations.NullMarked;
