@NullMarked
package dev.dashline.schemas.storage;

import org.jspecify.annotations.NullMarked;
