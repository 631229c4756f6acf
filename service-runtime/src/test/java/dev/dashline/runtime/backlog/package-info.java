@NullMarked
package dev.dashline.runtime.backlog;

import org.jspecify.annotations.NullMarked;
