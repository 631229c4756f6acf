@NullMarked
package dev.dashline.runtime.threads;

import org.jspecify.annotations.NullMarked;
