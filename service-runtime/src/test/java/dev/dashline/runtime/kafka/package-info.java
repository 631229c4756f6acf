@NullMarked
package dev.dashline.runtime.kafka;

import org.jspecify.annotations.NullMarked;
