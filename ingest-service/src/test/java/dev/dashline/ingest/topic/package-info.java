@NullMarked
package dev.dashline.ingest.topic;

import org.jspecify.annotations.NullMarked;
