@NullMarked
package dev.dashline.media.profile;

import org.jspecify.annotations.NullMarked;
