@NullMarked
package dev.dashline.ingest.http;

import org.jspecify.annotations.NullMarked;
