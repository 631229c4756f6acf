@NullMarked
package dev.dashline.runtime.http;

import org.jspecify.annotations.NullMarked;
