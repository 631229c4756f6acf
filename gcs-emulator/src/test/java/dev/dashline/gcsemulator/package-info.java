@NullMarked
package dev.dashline.gcsemulator;

import org.jspecify.annotations.NullMarked;
