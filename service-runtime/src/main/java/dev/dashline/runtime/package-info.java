/** What every service needs and nothing more. */
@NullMarked
package dev.dashline.runtime;

import org.jspecify.annotations.NullMarked;
