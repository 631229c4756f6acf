/** What tracks are for, and what people call them: languages, titles and roles. Knows nothing of other packages. */
@NullMarked
package dev.dashline.media.tag;

import org.jspecify.annotations.NullMarked;
