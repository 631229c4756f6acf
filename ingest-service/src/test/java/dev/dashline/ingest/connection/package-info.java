@NullMarked
package dev.dashline.ingest.connection;

import org.jspecify.annotations.NullMarked;
