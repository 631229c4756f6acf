@NullMarked
package dev.dashline.runtime.deadletter;

import org.jspecify.annotations.NullMarked;
