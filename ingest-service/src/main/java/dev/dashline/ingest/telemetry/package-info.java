/** What encoders and their queue tell of themselves, for people: who runs what, and what waits. */
@NullMarked
package dev.dashline.ingest.telemetry;

import org.jspecify.annotations.NullMarked;
