@NullMarked
package dev.dashline.gcsemulator.fault;

import org.jspecify.annotations.NullMarked;
