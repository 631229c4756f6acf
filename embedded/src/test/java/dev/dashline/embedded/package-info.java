@NullMarked
package dev.dashline.embedded;

import org.jspecify.annotations.NullMarked;
