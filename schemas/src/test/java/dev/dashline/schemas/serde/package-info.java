@NullMarked
package dev.dashline.schemas.serde;

import org.jspecify.annotations.NullMarked;
