@NullMarked
package dev.dashline.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
