/**
 * Tells a collector of OpenTelemetry what happens to videos. One trace is one attempt. Ids of traces and spans follow
 * from what everybody knows of an attempt, so that services write spans of one trace without telling each other ids.
 */
@NullMarked
package dev.dashline.runtime.trace;

import org.jspecify.annotations.NullMarked;
