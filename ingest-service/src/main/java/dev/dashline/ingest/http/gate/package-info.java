/** What every operation of the API goes through: who asks, whether he may, and whether the body is one. */
@NullMarked
package dev.dashline.ingest.http.gate;

import org.jspecify.annotations.NullMarked;
