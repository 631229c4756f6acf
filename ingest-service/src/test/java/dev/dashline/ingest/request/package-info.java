@NullMarked
package dev.dashline.ingest.request;

import org.jspecify.annotations.NullMarked;
