@NullMarked
package dev.dashline.publisher.publication;

import org.jspecify.annotations.NullMarked;
