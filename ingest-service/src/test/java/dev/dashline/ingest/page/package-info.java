@NullMarked
package dev.dashline.ingest.page;

import org.jspecify.annotations.NullMarked;
