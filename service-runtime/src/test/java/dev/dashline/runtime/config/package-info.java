@NullMarked
package dev.dashline.runtime.config;

import org.jspecify.annotations.NullMarked;
