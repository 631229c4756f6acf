/** Why a request is refused, as clients are told. */
@NullMarked
package dev.dashline.ingest.problem;

import org.jspecify.annotations.NullMarked;
